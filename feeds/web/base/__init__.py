"""What all answers share: what an address asks for, validators, headers, errors, and what requests leave behind."""
