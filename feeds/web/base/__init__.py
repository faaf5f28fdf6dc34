"""What all answers share. In: a request. Out: what it asks for, and the headers of its answer.

`addresses` read what is asked, `services` are what answers with; `answers` and `conditional` write headers and
validators, `errors` and `problems` say what went wrong, `context` is what templates show; `buffer`, `clicks`,
`readership` and `counters` keep what requests leave behind.
"""
