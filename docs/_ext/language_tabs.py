"""Shows a block of Python and the block of C++ right after it as two tabs of one example.

The pages stay plain Markdown. Whoever picks a language once sees it in every example.
"""

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx_design.shared import create_component

TITLES = {"python": "Python", "cpp": "C++"}


def language(node):
    return node.get("language") if isinstance(node, nodes.literal_block) else None


def tab(block):
    title = TITLES[block["language"]]
    label = nodes.rubric(title, title, classes=["sd-tab-label"], sync_group="language",
                         sync_id=block["language"])
    content = create_component("tab-content", ["sd-tab-content"], children=[block])
    return create_component("tab-item", ["sd-tab-item"], children=[label, content], selected=False)


class LanguageTabs(SphinxTransform):
    default_priority = 500

    def apply(self):
        for block in list(self.document.findall(nodes.literal_block)):
            following = block.next_node(descend=False, siblings=True)
            if (language(block), language(following)) == ("python", "cpp"):
                following.parent.remove(following)
                tabs = create_component("tab-set", ["sd-tab-set"])
                block.replace_self(tabs)
                tabs += [tab(block), tab(following)]


def setup(app):
    app.add_transform(LanguageTabs)
    return {"parallel_read_safe": True}
