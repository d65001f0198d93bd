"""What more builders of sites make of notes, folds, panels, signatures, formulas, cells of notebooks and pictures.

Each case is markup of one of them (Gutenberg, Ghost, Medium, Substack, Notion, Confluence, MediaWiki, Docusaurus,
Sphinx, Discourse, LaTeXML, Jupyter, AsciiDoctor, GitBook, Blogger, Squarespace ...) between paragraphs of an article.
"""

from __future__ import annotations

import pytest
from structure_case import Site

from cleaner import clean_html

_BEFORE = (
    "<p>The harbour board met on Monday evening and agreed that the old ferry line, which has run sin"
    "ce 1921, should be kept for at least another three years.</p><p>Several members asked how the re"
    "pairs are to be paid for, and the treasurer answered that two of the three towns had promised th"
    "eir share.</p>"
)
_BEHIND = (
    "<p>The next meeting will be held in the autumn, when the results of the survey of the quay walls"
    " are expected from the engineers.</p><p>The town council wants the old lighthouse, which was bui"
    "lt in 1874, to be repaired before the winter of next year.</p>"
)


SITES = (
    Site(
        "gutenberg-embed-caption",
        (
            '<figure class="wp-block-embed is-type-video is-provider-youtube wp-block-embed-youtube">'
            '<div class="wp-block-embed__wrapper"><iframe loading="lazy" title="Ferry film" width="50'
            '0" height="281" data-src="https://www.youtube.com/embed/abc123?feature=oembed" class="la'
            'zyload"></iframe></div><figcaption class="wp-element-caption">The ferry in 1950.</figcap'
            "tion></figure>"
        ),
        markdown=(
            "https://www.youtube.com/",
            "Ferry film",
        ),
    ),
    Site(
        "gutenberg-details",
        (
            '<details class="wp-block-details"><summary>What does a crossing cost?</summary><p>A cros'
            "sing costs four pounds for adults and two for children.</p></details>"
        ),
        text=(
            "What does a crossing cost?",
            "costs four pounds",
        ),
    ),
    Site(
        "gutenberg-footnotes",
        (
            '<p>The line is the oldest in the county<sup data-fn="b1c2" class="fn"><a href="#b1c2" id'
            '="b1c2-link">1</a></sup> by far.</p><ol class="wp-block-footnotes"><li id="b1c2">County '
            'almanac, page 12. <a href="#b1c2-link" aria-label="Jump to footnote reference 1">↩︎</a><'
            "/li></ol>"
        ),
        text=(
            "county [1] by far",
            "County almanac, page 12.",
        ),
        no_text=(
            "↩",
            "county1",
        ),
    ),
    Site(
        "ghost-bookmark",
        (
            '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="https://'
            'quay.example/plan"><div class="kg-bookmark-content"><div class="kg-bookmark-title">The p'
            'lan for the quay</div><div class="kg-bookmark-description">All that is known of it.</div'
            '><div class="kg-bookmark-metadata"><img class="kg-bookmark-icon" src="https://quay.examp'
            'le/favicon.ico" alt=""><span class="kg-bookmark-author">Quay</span></div></div></a></fig'
            "ure>"
        ),
        no_markdown=("favicon",),
    ),
    Site(
        "ghost-toggle",
        (
            '<div class="kg-card kg-toggle-card" data-kg-toggle-state="close"><div class="kg-toggle-h'
            'eading"><h4 class="kg-toggle-heading-text">Who pays?</h4><button class="kg-toggle-card-i'
            'con"><svg></svg></button></div><div class="kg-toggle-content"><p>The three towns pay in '
            "equal shares each spring.</p></div></div>"
        ),
        text=(
            "Who pays?",
            "in equal shares",
        ),
    ),
    Site(
        "medium-figure",
        (
            '<figure class="nx ny nz"><div role="button" tabindex="0"><div class="oa"><picture><sourc'
            'e srcset="https://miro.medium.com/v2/resize:fit:640/format:webp/1*a.png 640w, https://mi'
            'ro.medium.com/v2/resize:fit:1400/format:webp/1*a.png 1400w" type="image/webp"><img alt="'
            'A quay" width="700" height="400" src="https://miro.medium.com/v2/resize:fit:640/1*a.png"'
            "></picture></div></div><figcaption>The quay in spring</figcaption></figure>"
        ),
        markdown=("resize:fit:1400",),
    ),
    Site(
        "medium-gist",
        (
            '<pre class="ab cd"><span id="e1" class="x y" data-selectable-paragraph="">def sail(quay)'
            ":<br>    return quay + 1<br></span></pre>"
        ),
        text=("def sail(quay):\n    return quay + 1",),
        markdown=("```",),
    ),
    Site(
        "substack-footnote",
        (
            '<p>The line is the oldest<a data-component-name="FootnoteAnchorToDOM" id="footnote-ancho'
            'r-1" href="#footnote-1" target="_self" class="footnote-anchor">1</a> in the county.</p><'
            'div class="footnote" data-component-name="FootnoteToDOM"><a id="footnote-1" href="#footn'
            'ote-anchor-1" contenteditable="false" class="footnote-number">1</a><div class="footnote-'
            'content"><p>County almanac, page 12.</p></div></div>'
        ),
        text=(
            "oldest [1] in the county",
            "County almanac, page 12.",
        ),
        no_text=("oldest1",),
    ),
    Site(
        "substack-button",
        (
            '<p class="button-wrapper" data-component-name="ButtonCreateButton"><a class="button prim'
            'ary" href="https://q.example/subscribe?"><span>Subscribe now</span></a></p>'
        ),
        no_text=("Subscribe now",),
    ),
    Site(
        "notion-toggle",
        (
            '<ul id="x" class="toggle"><li><details open=""><summary>Timetable</summary><p id="y">Boa'
            "ts leave at nine and at four on every day but Sunday.</p></details></li></ul>"
        ),
        text=(
            "Timetable",
            "at nine and at four",
        ),
    ),
    Site(
        "notion-todo",
        (
            '<ul id="t1" class="to-do-list"><li><div class="checkbox checkbox-on"></div> <span class='
            '"to-do-children-checked">Paint the hull</span></li></ul><ul id="t2" class="to-do-list"><'
            'li><div class="checkbox checkbox-off"></div> <span class="to-do-children-unchecked">Mend'
            " the ropes</span></li></ul>"
        ),
        text=(
            "Paint the hull",
            "Mend the ropes",
        ),
        markdown=("- ",),
    ),
    Site(
        "notion-callout",
        (
            '<figure class="block-color-gray_background callout" style="white-space:pre-wrap;display:'
            'flex" id="c"><div style="font-size:1.5em"><span class="icon">💡</span></div><div style="w'
            'idth:100%"><p>Mind the step when the tide is low.</p></div></figure>'
        ),
        text=("Mind the step",),
    ),
    Site(
        "notion-equation",
        (
            '<figure id="q" class="equation"><div class="equation-container"><span class="katex-displ'
            'ay"><span class="katex"><span class="katex-mathml"><math xmlns="http://www.w3.org/1998/M'
            'ath/MathML"><semantics><mrow><mi>v</mi><mo>=</mo><mi>s</mi></mrow><annotation encoding="'
            'application/x-tex">v=\\frac{s}{t}</annotation></semantics></math></span><span class="kate'
            'x-html" aria-hidden="true"><span class="base">v=ts</span></span></span></span></div></fi'
            "gure>"
        ),
        text=("v=\\frac{s}{t}",),
        no_text=("v=ts",),
        markdown=("$$v=\\frac{s}{t}$$",),
    ),
    Site(
        "confluence-panel",
        (
            '<div class="panel" style="border-width:1px"><div class="panelHeader"><b>Before you sail<'
            '/b></div><div class="panelContent"><p>Check that both ropes are dry and that the lamp bu'
            "rns.</p></div></div>"
        ),
        text=(
            "Before you sail",
            "both ropes are dry",
        ),
    ),
    Site(
        "confluence-task",
        (
            '<ul class="inline-task-list" data-inline-tasks-content-id="1"><li class="checked" data-i'
            'nline-task-id="1"><span>Order the paint</span></li><li data-inline-task-id="2"><span>Cal'
            "l the yard</span></li></ul>"
        ),
        text=(
            "Order the paint",
            "Call the yard",
        ),
    ),
    Site(
        "confluence-expand",
        (
            '<div class="expand-container conf-macro output-block"><div class="expand-control"><span '
            'class="expand-control-icon"><img class="expand-control-image" src="/i.png"></span><span '
            'class="expand-control-text">Show the log</span></div><div class="expand-content"><p>The '
            "engine stopped at noon and started again at two.</p></div></div>"
        ),
        text=("The engine stopped at noon",),
    ),
    Site(
        "mediawiki-infobox-hatnote",
        (
            '<div role="note" class="hatnote navigation-not-searchable">For other ferries, see <a hre'
            'f="/w">Ferry (disambiguation)</a>.</div><h2><span class="mw-headline" id="History">Histo'
            'ry</span><span class="mw-editsection"><span class="mw-editsection-bracket">[</span><a hr'
            'ef="/e">edit</a><span class="mw-editsection-bracket">]</span></span></h2><p>The line ope'
            'ned in 1921<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup> a'
            "nd grew.</p>"
        ),
        text=(
            "History",
            "1921 [1] and grew",
        ),
        no_text=("edit]",),
        markdown=("## History",),
    ),
    Site(
        "mediawiki-gallery",
        (
            '<ul class="gallery mw-gallery-traditional"><li class="gallerybox" style="width: 155px"><'
            'div class="thumb" style="width: 150px;"><a href="/wiki/File:A.jpg" class="mw-file-descri'
            'ption"><img alt="The pier" src="//up.example/thumb/A.jpg/120px-A.jpg" srcset="//up.examp'
            'le/thumb/A.jpg/240px-A.jpg 2x" width="120" height="80"></a></div><div class="gallerytext'
            '">The pier at low tide</div></li></ul>'
        ),
        markdown=("240px-A.jpg",),
    ),
    Site(
        "mediawiki-chem",
        (
            '<p>The paint holds <span class="chemf nowrap">TiO<sub class="template-chem2-sub">2</sub>'
            "</span> and H<sub>2</sub>O.</p>"
        ),
        text=("TiO2 and H2O",),
    ),
    Site(
        "docusaurus-admonition",
        (
            '<div class="theme-admonition theme-admonition-tip admonition_x alert alert--success"><di'
            'v class="admonitionHeading_y"><span class="admonitionIcon_z"><svg></svg></span>My tip</d'
            'iv><div class="admonitionContent_w"><p>Use a longer rope when the wind is from the west.'
            "</p></div></div>"
        ),
        text=(
            "My tip",
            "Use a longer rope",
        ),
    ),
    Site(
        "docusaurus-details",
        (
            '<details class="details_l alert alert--info"><summary>Details of the rope</summary><div>'
            '<div class="collapsibleContent_i"><p>Twelve metres of hemp, tarred twice.</p></div></div'
            "></details>"
        ),
        text=(
            "Details of the rope",
            "tarred twice",
        ),
    ),
    Site(
        "sphinx-api",
        (
            '<dl class="py function"><dt class="sig sig-object py" id="ferry.sail"><span class="sig-p'
            'rename descclassname"><span class="pre">ferry.</span></span><span class="sig-name descna'
            'me"><span class="pre">sail</span></span><span class="sig-paren">(</span><em class="sig-p'
            'aram"><span class="n"><span class="pre">quay</span></span></em><span class="sig-paren">)'
            '</span><a class="headerlink" href="#ferry.sail" title="Link to this definition">¶</a></d'
            't><dd><p>Sail to a quay and return when the tide turns.</p><dl class="field-list simple"'
            '><dt class="field-odd">Parameters<span class="colon">:</span></dt><dd class="field-odd">'
            "<p><strong>quay</strong> – The quay to sail to.</p></dd></dl></dd></dl>"
        ),
        text=(
            "ferry.sail(quay)",
            "Sail to a quay",
            "The quay to sail to.",
        ),
        no_text=("¶",),
    ),
    Site(
        "sphinx-tabs",
        (
            '<div class="sphinx-tabs docutils container"><div aria-label="Tabbed content" class="clos'
            'eable" role="tablist"><button aria-controls="p0" aria-selected="true" id="t0" role="tab"'
            ' class="sphinx-tabs-tab">Linux</button><button aria-controls="p1" aria-selected="false" '
            'id="t1" role="tab" class="sphinx-tabs-tab">Windows</button></div><div aria-labelledby="t'
            '0" class="sphinx-tabs-panel" id="p0" role="tabpanel"><div class="highlight-bash notransl'
            'ate"><div class="highlight"><pre><span></span>apt<span class="w"> </span>install<span cl'
            'ass="w"> </span>ferry\n</pre></div></div></div><div aria-labelledby="t1" class="sphinx-ta'
            'bs-panel" hidden="true" id="p1" role="tabpanel"><div class="highlight-bash notranslate">'
            '<div class="highlight"><pre><span></span>winget<span class="w"> </span>install<span clas'
            's="w"> </span>ferry\n</pre></div></div></div></div>'
        ),
        text=(
            "apt install ferry",
            "winget install ferry",
        ),
        markdown=("```bash",),
    ),
    Site(
        "discourse-quote",
        (
            '<aside class="quote no-group" data-username="ann" data-post="1" data-topic="2"><div clas'
            's="title"><div class="quote-controls"></div><img alt="" width="24" height="24" src="/a.p'
            'ng" class="avatar"> ann:</div><blockquote><p>The rope must be longer than the hull.</p><'
            "/blockquote></aside>"
        ),
        text=("The rope must be longer",),
        markdown=("> The rope",),
        no_markdown=("a.png",),
    ),
    Site(
        "discourse-onebox",
        (
            '<aside class="onebox allowlistedgeneric" data-onebox-src="https://quay.example/plan"><he'
            'ader class="source"><img src="/fav.ico" class="site-icon" width="16" height="16"><a href'
            '="https://quay.example/plan" target="_blank">Quay</a></header><article class="onebox-bod'
            'y"><h3><a href="https://quay.example/plan">The plan for the quay</a></h3><p>All that is '
            "known of the plan to this day.</p></article></aside>"
        ),
        no_markdown=("fav.ico",),
    ),
    Site(
        "latexml-equation",
        (
            '<table id="S1.E1" class="ltx_equation ltx_eqn_table"><tbody><tr class="ltx_equation ltx_'
            'eqn_row ltx_align_baseline"><td class="ltx_eqn_cell ltx_eqn_center_padleft"></td><td cla'
            'ss="ltx_eqn_cell ltx_align_center"><math id="m1" class="ltx_Math" alttext="a^{2}+b^{2}=c'
            '^{2}" display="block"><mrow><msup><mi>a</mi><mn>2</mn></msup></mrow></math></td><td clas'
            's="ltx_eqn_cell ltx_eqn_center_padright"></td><td rowspan="1" class="ltx_eqn_cell ltx_eq'
            'n_eqno ltx_align_middle ltx_align_right"><span class="ltx_tag ltx_tag_equation ltx_align'
            '_right">(1)</span></td></tr></tbody></table>'
        ),
        text=("a^{2}+b^{2}=c^{2}",),
        markdown=("$",),
    ),
    Site(
        "latexml-cite",
        (
            '<p class="ltx_p">As shown before <cite class="ltx_cite ltx_citemacro_cite">[<a class="lt'
            'x_ref" href="#bib.bib3" title="">3</a>, <a class="ltx_ref" href="#bib.bib4">4</a>]</cite'
            "> by others.</p>"
        ),
        text=("before [3, 4] by others",),
    ),
    Site(
        "jupyter-cell",
        (
            '<div class="jp-Cell jp-CodeCell"><div class="jp-Cell-inputWrapper"><div class="jp-InputA'
            'rea"><div class="jp-InputPrompt jp-InputArea-prompt">In [3]:</div><div class="jp-CodeMir'
            'rorEditor"><div class="CodeMirror cm-s-jupyter"><div class="highlight hl-ipython3"><pre>'
            '<span></span><span class="n">quay</span> <span class="o">=</span> <span class="mi">3</sp'
            'an>\n<span class="nb">print</span><span class="p">(</span><span class="n">quay</span><spa'
            'n class="p">)</span>\n</pre></div></div></div></div></div><div class="jp-Cell-outputWrapp'
            'er"><div class="jp-OutputArea"><div class="jp-OutputArea-child"><div class="jp-OutputPro'
            'mpt jp-OutputArea-prompt">Out[3]:</div><div class="jp-RenderedText"><pre>3 boats</pre></'
            "div></div></div></div></div>"
        ),
        text=(
            "quay = 3\nprint(quay)",
            "3 boats",
        ),
        no_text=(
            "In [3]",
            "Out[3]",
        ),
    ),
    Site(
        "asciidoctor-admonition",
        (
            '<div class="admonitionblock warning"><table><tbody><tr><td class="icon"><div class="titl'
            'e">Warning</div></td><td class="content"><div class="paragraph"><p>Do not sail when the '
            "red lamp burns.</p></div></td></tr></tbody></table></div>"
        ),
        text=("Do not sail when",),
        no_markdown=("| --- |",),
    ),
    Site(
        "asciidoctor-callouts",
        (
            '<div class="listingblock"><div class="content"><pre class="rouge highlight"><code data-l'
            'ang="ruby">sail <i class="conum" data-value="1"></i><b>(1)</b>\nstop</code></pre></div></'
            'div><div class="colist arabic"><table><tr><td><i class="conum" data-value="1"></i><b>1</'
            "b></td><td>Sails to the pier.</td></tr></table></div>"
        ),
        text=(
            "sail",
            "stop",
            "Sails to the pier.",
        ),
        markdown=("```ruby",),
    ),
    Site(
        "gitbook-hint",
        (
            '<div class="hint hint-info my-4"><div class="flex"><svg></svg><div class="flex-1"><p>The'
            " rope is in the second box.</p></div></div></div>"
        ),
        text=("The rope is in the second box.",),
    ),
    Site(
        "blogger-img",
        (
            '<div class="separator" style="clear: both; text-align: center;"><a href="https://blogger'
            '.example/img/b/R29/s1600/quay.jpg" imageanchor="1" style="margin-left: 1em;"><img border'
            '="0" data-original-height="900" data-original-width="1600" height="225" src="https://blo'
            'gger.example/img/b/R29/w400-h225/quay.jpg" width="400" /></a></div><div><br /></div><spa'
            'n style="font-family: arial;">The third vessel is laid up in the dock until the parts ar'
            "rive.</span><br /><br />"
        ),
        text=("The third vessel is laid up",),
        markdown=("quay.jpg",),
    ),
    Site(
        "squarespace-accordion",
        (
            '<ul class="accordion-items-container" data-should-allow-multiple-open-items=""><li class'
            '="accordion-item"><h4 class="accordion-item__title-wrapper"><button class="accordion-ite'
            'm__click-target" aria-expanded="false" aria-controls="d1"><span class="accordion-item__t'
            'itle">May dogs come?</span></button></h4><div class="accordion-item__dropdown" id="d1" r'
            'ole="region"><div class="accordion-item__description"><p>Dogs are welcome on the lower d'
            "eck.</p></div></div></li></ul>"
        ),
        text=(
            "May dogs come?",
            "Dogs are welcome",
        ),
    ),
    Site(
        "hn-code",
        (
            '<table class="comment-tree"><tr><td><div class="commtext c00">Try this in the log:<p><pr'
            "e><code>  sail --quay 3\n  stop\n</code></pre></div></td></tr></table>"
        ),
        text=("sail --quay 3",),
    ),
    Site(
        "hugo-lineno",
        (
            '<div class="highlight"><div class="chroma"><table class="lntable"><tr><td class="lntd"><'
            'pre tabindex="0" class="chroma"><code><span class="lnt">1\n</span><span class="lnt">2\n</s'
            'pan></code></pre></td><td class="lntd"><pre tabindex="0" class="chroma"><code class="lan'
            'guage-go" data-lang="go"><span class="line"><span class="cl">func sail() {\n</span></span'
            '><span class="line"><span class="cl">}\n</span></span></code></pre></td></tr></table></di'
            "v></div>"
        ),
        text=("func sail() {\n}",),
        no_text=("1\n2",),
        markdown=("```go",),
    ),
    Site(
        "wix-lines",
        ('<p class="font_8"><span class="wixGuard">\u200b</span>Har\xadbour dues rise by three per cent\u200b.</p>'),
        text=("Harbour dues rise by three per cent.",),
    ),
    Site(
        "vuepress-container",
        (
            '<div class="custom-container warning"><p class="custom-container-title">WARNING</p><p>Th'
            "e gate closes an hour before high water.</p></div>"
        ),
        text=("The gate closes an hour",),
    ),
    Site(
        "mkdocs-annot",
        (
            '<div class="admonition note"><p class="admonition-title">Note</p><p>Tickets are sold on '
            'board as well.</p></div><div class="highlight"><pre><span></span><code><a id="__codeline'
            'no-0-1" name="__codelineno-0-1" href="#__codelineno-0-1"></a><span class="nb">sail</span'
            "> 3\n</code></pre></div>"
        ),
        text=(
            "Tickets are sold on board",
            "sail 3",
        ),
    ),
    Site(
        "rst-footnote-def",
        (
            '<p>As said <a class="footnote-reference brackets" href="#id2" id="id1" role="doc-noteref'
            '"><span class="fn-bracket">[</span>1<span class="fn-bracket">]</span></a> above.</p><asi'
            'de class="footnote-list brackets"><aside class="footnote brackets" id="id2" role="doc-fo'
            'otnote"><span class="label"><span class="fn-bracket">[</span><a role="doc-backlink" href'
            '="#id1">1</a><span class="fn-bracket">]</span></span><p>County almanac, page 12.</p></as'
            "ide></aside>"
        ),
        text=(
            "said [1] above",
            "County almanac, page 12.",
        ),
    ),
)


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_what_builders_show_survives(site: Site) -> None:
    """Notes, folds, signatures, formulas and pictures come through between the paragraphs around them."""
    head = '<!DOCTYPE html><html lang="en"><head><title>Ferry kept</title></head>'
    page = f"{head}<body><main><article><h1>Ferry kept</h1>{_BEFORE}{site.body}{_BEHIND}</article></main></body></html>"
    result = clean_html(page, url="https://courier.example/2024/05/ferry-kept")
    assert [] == [one for one in ("two of the three towns", "The next meeting will") if one not in result.text]
    site.must_survive(result)
