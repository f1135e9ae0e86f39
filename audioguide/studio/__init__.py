"""The authoring page: what an author does in a browser, each click one use case of ``commands/``.

It holds no logic of its own. The YAML files stay the truth: what is typed goes into them a moment later, and what
another program changes in them shows on the page.
"""
