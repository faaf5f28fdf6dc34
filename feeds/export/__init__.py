"""The whole site as files, for a host that knows no program. In: the application. Out: a folder, as the site answers.

    addresses that are known, and every address that these name → asked of the application → files → a record of them

`addresses` lists what is known, `naming` says which file an address has, `asking` what the application answers, which
`askers` ask on every core; `target` writes, `redirects` says where short addresses lead, `record` remembers what each
file shows, so that the next export asks only for what commits touched since; `exporter` puts them together.
"""

from feeds.export.exporter import Exported, Wanted, export
from feeds.export.target import open_target

__all__ = ["Exported", "Wanted", "export", "open_target"]
