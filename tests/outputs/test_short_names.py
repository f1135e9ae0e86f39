"""Scripts get shorter and mean the same."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from conftest import need

from audioguide.outputs import site
from audioguide.outputs.site.minify import bundle_modules
from audioguide.outputs.site.short_names import choose_short_names, shorten_names

ASSETS = Path(site.__file__).parent / "assets"


@pytest.mark.parametrize(
    ("code", "shorter"),
    [
        ("const total=1;use(total);", "const e=1;use(e);"),
        ("let count=0;function increase(amount){count+=amount;}", "let t=0;function n(e){t+=e;}"),
        ("const first=(list)=>list[0];", "const t=(e)=>e[0];"),
        ("const double=value=>value*2;", "const t=e=>e*2;"),
        ("const total=1;row.total=total;", "const e=1;row.total=e;"),
        ("const total=1;use({total:total});", "const e=1;use({total:e});"),
        ("const total=1;use({total});", "const total=1;use({total});"),
        ("const{total,rest=2}=row;use(total,rest);", "const{total,rest=2}=row;use(total,rest);"),
        ("const total=1;use({total(){}});use(total);", "const e=1;use({total(){}});use(e);"),
        ("const total=1;use({async total(){}},total);", "const e=1;use({async total(){}},e);"),
        ("const total=1;use([...total]);", "const e=1;use([...e]);"),
        ("const total=1;use('total',\"total\");use(total);", "const e=1;use('total',\"total\");use(e);"),
        ("const total=1;use(`total ${total} }${`${total}`}`);", "const e=1;use(`total ${e} }${`${e}`}`);"),
        ('const total=1;use(/total"[/]`/.test(total));', 'const e=1;use(/total"[/]`/.test(e));'),
        ("const total=8;use(total/2/total);", "const e=8;use(e/2/e);"),
        ("const total=1;use(is?total:0);", "const e=1;use(is?e:0);"),
        ("const total=1;if(is){total}", "const e=1;if(is){e}"),
        ("const MAX_TRIES=3;use(MAX_TRIES);", "const MAX_TRIES=3;use(MAX_TRIES);"),
        ("const location=1;use(location);", "const location=1;use(location);"),
        ("const zone=(part=Intl.zone)=>part;use(Intl);", "const t=(e=Intl.zone)=>e;use(Intl);"),
        ("const e=1,total=2;use(e,total);", "const e=1,total=2;use(e,total);"),
        ("const e=1;const total=2;use(e,total);", "const e=1;const t=2;use(e,t);"),
    ],
)
def test_what_a_script_declares_gets_the_same_short_name_everywhere(code: str, shorter: str) -> None:
    assert shorten_names(code) == shorter


@pytest.mark.parametrize("entry", sorted(path.name for path in ASSETS.glob("*.js")))
def test_no_new_name_stands_for_two_things(entry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("audioguide.outputs.site.minify.shorten_names", str)
        plain = bundle_modules(ASSETS / entry)
    short = choose_short_names(plain)
    assert len(set(short.values())) == len(short)
    checked = subprocess.run(
        [need("node", "apt-get install nodejs"), "--check", "-"], input=shorten_names(plain), text=True
    )
    assert checked.returncode == 0
