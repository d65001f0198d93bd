"""What the site builders of the web make of code, formulas, tables, lists, notes and images, and what must come of it.

Each case is markup of one of them (MediaWiki, Docusaurus, VitePress, Sphinx, Hexo, Hugo, Jekyll, Ghost, Substack,
Medium, Discourse, WordPress, Confluence, AsciiDoc, Jupyter, GitHub ...) between the paragraphs of an article.
"""

from __future__ import annotations

import pytest
from structure_case import Site

from cleaner import clean_html

_BEFORE = (
    "<p>The harbour board met on Monday evening and agreed that the old ferry line, which has run since 1921, should be"
    " kept for at least another three years.</p><p>Several members asked how the repairs are to be paid for, and the"
    " treasurer answered that two of the three neighbouring towns had promised their share.</p>"
)
_BEHIND = (
    "<p>The next meeting will be held in the autumn, when the results of the survey of the quay walls are expected from"
    " the engineers.</p><p>The town council met on Monday evening and agreed that the old lighthouse, which has run"
    " since 1921, should be kept for at least another three years.</p>"
)


SITES = (
    Site(
        "docusaurus-code",
        (
            '<div class="language-js codeBlockContainer_x theme-code-block"><div class="codeBlockTitl'
            'e_k">src/ferry.js</div><div class="codeBlockContent_y"><pre tabindex="0" class="prism-co'
            'de language-js codeBlock_b thin-scrollbar"><code class="codeBlockLines_e"><span class="t'
            'oken-line"><span class="token keyword">const</span><span class="token plain"> quay = </s'
            'pan><span class="token number">3</span><span class="token plain">;</span><br></span><spa'
            'n class="token-line"><span class="token plain">  sail(quay);</span><br></span></code></p'
            're><div class="buttonGroup_z"><button aria-label="Copy code to clipboard" class="clean-b'
            'tn"><span>Copy</span></button></div></div></div>'
        ),
        text=("const quay = 3;\n  sail(quay);",),
        no_text=("Copy",),
        markdown=("```js\nconst quay = 3;\n  sail(quay);\n```",),
    ),
    Site(
        "hexo-table",
        (
            '<figure class="highlight python"><table><tr><td class="gutter"><pre><span class="line">1'
            '</span><br><span class="line">2</span><br></pre></td><td class="code"><pre><span class="'
            'line"><span class="keyword">def</span> sail():</span><br><span class="line">    <span cl'
            'ass="keyword">return</span> 7</span><br></pre></td></tr></table></figure>'
        ),
        text=("def sail():\n    return 7",),
        no_text=("1\n2",),
        markdown=("```python\ndef sail():\n    return 7\n```",),
    ),
    Site(
        "chroma-lntable",
        (
            '<div class="highlight"><div class="chroma"><table class="lntable"><tr><td class="lntd"><'
            'pre tabindex="0" class="chroma"><code><span class="lnt">1\n</span><span class="lnt">2\n</s'
            'pan></code></pre></td><td class="lntd"><pre tabindex="0" class="chroma"><code class="lan'
            'guage-go" data-lang="go"><span class="line"><span class="cl"><span class="kd">func</span'
            '> sail() {\n</span></span><span class="line"><span class="cl">}\n</span></span></code></pr'
            "e></td></tr></table></div></div>"
        ),
        text=("func sail() {\n}",),
        markdown=("```go\nfunc sail() {\n}\n```",),
    ),
    Site(
        "rouge-lineno",
        (
            '<div class="language-ruby highlighter-rouge"><div class="highlight"><pre class="highligh'
            't"><code><table class="rouge-table"><tbody><tr><td class="rouge-gutter gl"><pre class="l'
            'ineno">1\n2\n</pre></td><td class="rouge-code"><pre><span class="k">def</span> sail\n<span '
            'class="k">end</span>\n</pre></td></tr></tbody></table></code></pre></div></div>'
        ),
        text=("def sail\nend",),
        no_text=("1\n2",),
        markdown=("```ruby\ndef sail\nend\n```",),
    ),
    Site(
        "sphinx-linenos",
        (
            '<div class="highlight-python notranslate"><div class="highlight"><pre><span></span><span'
            ' class="linenos">1</span><span class="k">def</span> <span class="nf">sail</span><span cl'
            'ass="p">():</span>\n<span class="linenos">2</span>    <span class="k">pass</span>\n</pre><'
            "/div></div>"
        ),
        text=("def sail():\n    pass",),
        markdown=("```python\ndef sail():\n    pass\n```",),
    ),
    Site(
        "medium-pres",
        (
            '<pre class="a b c"><span id="1" class="d">npm install ferry</span></pre><pre class="a b '
            'c"><span id="2">npm run build</span></pre><pre class="a b c"><span id="3">npm start</spa'
            "n></pre>"
        ),
        text=(
            "npm install ferry",
            "npm run build",
            "npm start",
        ),
        markdown=("npm install ferry",),
    ),
    Site(
        "nbconvert",
        (
            '<div class="cell border-box-sizing code_cell rendered"><div class="input"><div class="pr'
            'ompt input_prompt">In&nbsp;[3]:</div><div class="inner_cell"><div class="input_area"><di'
            'v class=" highlight hl-ipython3"><pre><span></span><span class="kn">import</span> <span '
            'class="nn">ferry</span>\n<span class="n">ferry</span><span class="o">.</span><span class='
            '"n">sail</span><span class="p">()</span>\n</pre></div></div></div></div><div class="outpu'
            't_wrapper"><div class="output"><div class="output_area"><div class="prompt output_prompt'
            '">Out[3]:</div><div class="output_text output_subarea output_execute_result"><pre>42 kno'
            "ts</pre></div></div></div></div></div>"
        ),
        text=(
            "import ferry\nferry.sail()",
            "42 knots",
        ),
        no_text=("In [3]",),
        markdown=("```",),
    ),
    Site(
        "asciidoc-callouts",
        (
            '<div class="listingblock"><div class="title">Example 1. Sailing</div><div class="content'
            '"><pre class="highlightjs highlight"><code class="language-java hljs" data-lang="java">f'
            'erry.sail(); <b class="conum">(1)</b>\nferry.stop(); <b class="conum">(2)</b></code></pre'
            '></div></div><div class="colist arabic"><table><tr><td><i class="conum" data-value="1"><'
            '/i><b>1</b></td><td>Leaves the quay at the given time.</td></tr><tr><td><i class="conum"'
            ' data-value="2"></i><b>2</b></td><td>Stops the engine in the harbour.</td></tr></table><'
            "/div>"
        ),
        text=(
            "ferry.sail(); (1)\nferry.stop(); (2)",
            "Leaves the quay at the given time.",
        ),
        markdown=("```java\n",),
    ),
    Site(
        "confluence-code",
        (
            '<div class="code panel pdl conf-macro" data-macro-name="code"><div class="codeHeader pan'
            'elHeader pdl"><b>Sail.java</b></div><div class="codeContent panelContent pdl"><pre class'
            '="syntaxhighlighter-pre" data-syntaxhighlighter-params="brush: java; gutter: false">void'
            " sail() {\n    go();\n}</pre></div></div>"
        ),
        text=("void sail() {\n    go();\n}",),
        markdown=("```java\nvoid sail() {",),
    ),
    Site(
        "ghost-bookmark",
        (
            '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="https://'
            'quay.example/a"><div class="kg-bookmark-content"><div class="kg-bookmark-title">Quay wal'
            'ls explained</div><div class="kg-bookmark-description">How a quay is built.</div><div cl'
            'ass="kg-bookmark-metadata"><img class="kg-bookmark-icon" src="https://quay.example/favic'
            'on.ico" alt=""><span class="kg-bookmark-author">Quay</span></div></div></a></figure>'
        ),
        no_markdown=("favicon.ico",),
    ),
    Site(
        "substack-footnote",
        (
            '<p>The board chose the cheaper plan<a class="footnote-anchor" id="footnote-anchor-1" hre'
            'f="#footnote-1" target="_self">1</a> after a long debate about the cost of the alternati'
            'ves.</p><div class="footnote"><a id="footnote-1" href="#footnote-anchor-1" class="footno'
            'te-number">1</a><div class="footnote-content"><p>The dearer plan would have cost twice a'
            "s much as the cheaper one.</p></div></div>"
        ),
        text=(
            "plan [1] after",
            "The dearer plan would have cost",
        ),
        no_text=("plan1 after",),
    ),
    Site(
        "mediawiki-math",
        (
            '<p>The energy is <span class="mwe-math-element"><span class="mwe-math-mathml-inline mwe-'
            'math-mathml-a11y" style="display: none;"><math xmlns="http://www.w3.org/1998/Math/MathML'
            '" alttext="{\\displaystyle E=mc^{2}}"><semantics><mrow><mi>E</mi><mo>=</mo><mi>m</mi><msu'
            'p><mi>c</mi><mn>2</mn></msup></mrow><annotation encoding="application/x-tex">{\\displayst'
            'yle E=mc^{2}}</annotation></semantics></math></span><img src="https://wikimedia.org/api/'
            'rest_v1/media/math/render/svg/9f7" class="mwe-math-fallback-image-inline" aria-hidden="t'
            'rue" alt="{\\displaystyle E=mc^{2}}"></span> for every ferry in the harbour that lies at '
            "rest.</p>"
        ),
        text=("E=mc^{2}",),
        no_text=(
            "Emc2",
            "E = m",
        ),
        markdown=("E=mc^{2}",),
        no_markdown=(
            "![",
            "\\_",
        ),
    ),
    Site(
        "mediawiki-ref",
        (
            '<p>The line opened in 1921<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">'
            '<span class="cite-bracket">[</span>1<span class="cite-bracket">]</span></a></sup> with t'
            'wo ships.<sup id="cite_ref-2" class="reference"><a href="#cite_note-2">[2]</a></sup> It '
            "closed in 1963 for the first time.</p>"
        ),
        text=("1921 [1] with two ships. It",),
        no_text=(
            "19211",
            "[[1]]",
        ),
    ),
    Site(
        "discourse-code",
        (
            '<div class="codeblock-wrapper"><pre class="codeblock-buttons"><code class="hljs language'
            '-bash">sudo sail --quay 3\nls -la</code><div class="codeblock-button-wrapper"><button cla'
            'ss="btn nohighlight copy-cmd btn-flat" aria-label="copy this code to clipboard"><svg></s'
            "vg></button></div></pre></div>"
        ),
        text=("sudo sail --quay 3\nls -la",),
        markdown=("```bash\nsudo sail --quay 3",),
    ),
    Site(
        "wp-table",
        (
            '<figure class="wp-block-table"><table class="has-fixed-layout"><thead><tr><th>Year</th><'
            'th colspan="2">Passengers</th></tr></thead><tbody><tr><td rowspan="2">1921</td><td>sprin'
            "g</td><td>1,200</td></tr><tr><td>autumn</td><td></td></tr></tbody></table><figcaption cl"
            'ass="wp-element-caption">Passengers of the ferry by season</figcaption></figure>'
        ),
        text=("1921 | spring | 1,200",),
        markdown=("1,200",),
    ),
    Site(
        "list-blocks",
        (
            '<ol start="3"><li><p>Take the rope.</p><p>It lies behind the shed, next to the barrels w'
            'ith tar.</p><pre><code class="language-sh">pull rope\n</code></pre></li><li><p>Tie the sh'
            "ip.</p><ul><li>front first</li><li>then the rear of the ship</li></ul></li></ol>"
        ),
        text=(
            "Take the rope.",
            "It lies behind",
        ),
        markdown=(
            "3. Take the rope.",
            "   It lies behind the shed",
            "   ```sh\n   pull rope",
            "4. Tie the ship.",
            "   - front first",
        ),
    ),
    Site(
        "link-in-code",
        (
            '<p>Call <code><a href="/api/sail">sail</a>(<a href="/api/quay">Quay</a> q)</code> before'
            " the ship leaves, or the harbour master will be angry with you.</p>"
        ),
        text=("Call sail(Quay q) before",),
        markdown=(
            "sail",
            "(Quay",
        ),
        no_markdown=("sail (",),
    ),
    Site(
        "lazy-noscript",
        (
            '<figure><img class="lazyload" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src='
            '"/img/ferry-800.jpg" data-srcset="/img/ferry-400.jpg 400w, /img/ferry-1600.jpg 1600w" al'
            't="The ferry at the quay"><noscript><img src="/img/ferry-800.jpg" alt="The ferry at the '
            'quay"></noscript><figcaption>The ferry at the quay, seen from the lighthouse.</figcaptio'
            "n></figure>"
        ),
        markdown=("![The ferry at the quay](https://h.example/img/ferry-1600.jpg",),
        no_markdown=("data:image",),
    ),
    Site(
        "picture",
        (
            '<picture><source type="image/webp" srcset="/i/a-480.webp 480w, /i/a-1200.webp 1200w"><im'
            'g src="/i/a-480.jpg" alt="Two ships"></picture>'
        ),
        markdown=("![Two ships](",),
    ),
    Site(
        "zwsp-shy",
        (
            "<p>The Hafen\xadverwaltungs\xadrat met, and super\u200bcali\u200bfragil\u2060istic words were said about "
            "the ferry that no\ufeffbody under\xadstood at all.</p>"
        ),
        text=(
            "Hafenverwaltungsrat",
            "supercalifragilistic",
            "nobody understood",
        ),
        no_text=(
            "\xad",
            "\u200b",
        ),
    ),
    Site(
        "zwnj-fa",
        "<p>این کشتی می\u200cرود و کتاب\u200cها را به بندر می\u200cبرد، جایی که همه منتظر آن هستند.</p>",
        text=("می\u200cرود",),
    ),
    Site(
        "han-breaks",
        "<p>港口委员会星期一晚上开会，\n同意保留旧渡\n轮航线，该航线自一九二一年起运行。</p>",
        text=("旧渡轮航线",),
        no_text=("旧渡 轮",),
    ),
    Site(
        "br-poem",
        (
            "<p>The ferry leaves at nine,<br>the gulls go with it.<br><br>Nobody waits at the quay,<b"
            "r>the rain comes in.</p>"
        ),
        text=(
            "nine,\nthe gulls",
            "it.\n\nNobody",
        ),
    ),
    Site(
        "youtube-embed",
        (
            '<div class="video-wrapper"><iframe src="https://www.youtube-nocookie.com/embed/AbCdEfGhI'
            'jk?rel=0" title="The ferry in winter" allowfullscreen></iframe></div>'
        ),
        markdown=("(https://www.youtube-nocookie.com/embed/AbCdEfGhIjk?rel=0)",),
    ),
    Site(
        "gist",
        (
            '<div id="gist1" class="gist"><div class="gist-file"><div class="gist-data"><div class="j'
            's-gist-file-update-container"><div class="Box-body p-0 blob-wrapper data type-python"><t'
            'able class="highlight tab-size js-file-line-container"><tr><td id="L1" class="blob-num j'
            's-line-number" data-line-number="1"></td><td id="LC1" class="blob-code blob-code-inner j'
            's-file-line">def sail():</td></tr><tr><td id="L2" class="blob-num js-line-number" data-l'
            'ine-number="2"></td><td id="LC2" class="blob-code blob-code-inner js-file-line">    retu'
            'rn 7</td></tr></table></div></div></div><div class="gist-meta"><a href="#">view raw</a> '
            '<a href="#">sail.py</a> hosted with &#10084; by <a href="https://github.com">GitHub</a><'
            "/div></div></div>"
        ),
        text=("def sail():\n    return 7",),
        no_text=(
            "view raw",
            "hosted with",
        ),
        markdown=("```python\ndef sail",),
    ),
    Site(
        "tabs",
        (
            '<div class="tabs-container"><ul role="tablist" class="tabs"><li role="tab" class="tabs__'
            'item" aria-controls="p1">npm</li><li role="tab" class="tabs__item" aria-controls="p2">Ya'
            'rn</li></ul><div class="margin-top--md"><div role="tabpanel" id="p1"><pre><code class="l'
            'anguage-bash">npm install ferry</code></pre></div><div role="tabpanel" id="p2" hidden><p'
            're><code class="language-bash">yarn add ferry</code></pre></div></div></div>'
        ),
        text=(
            "npm install ferry",
            "yarn add ferry",
        ),
    ),
    Site(
        "details",
        (
            "<details><summary>How long does the crossing take?</summary><p>The crossing takes twenty"
            " minutes in calm weather and nearly an hour in a storm.</p></details>"
        ),
        text=(
            "How long does the crossing take?",
            "twenty minutes in calm",
        ),
    ),
    Site(
        "dl",
        (
            "<dl><dt>Quay</dt><dd>A wall along the water at which ships can be loaded and unloaded.</"
            "dd><dt>Pier</dt><dd>A structure that leads from the shore out into deeper water.</dd></d"
            "l>"
        ),
        text=(
            "Quay",
            "A wall along",
        ),
    ),
    Site(
        "katex",
        (
            '<p>We know that <span class="katex"><span class="katex-mathml"><math><semantics><mrow><m'
            'i>a</mi><mo>&lt;</mo><mi>b</mi></mrow><annotation encoding="application/x-tex">a < b_1</'
            'annotation></semantics></math></span><span class="katex-html" aria-hidden="true"><span c'
            'lass="base"><span class="mord">a</span>&lt;<span>b</span><span>1</span></span></span></s'
            "pan> holds for all ships that have ever left the quay.</p>"
        ),
        text=("a < b_1",),
        no_text=("a<b1",),
        markdown=("a < b_1",),
        no_markdown=("b\\_1",),
    ),
    Site(
        "mathjax-script",
        (
            '<p>The area is <span class="MathJax_Preview"></span><span class="MathJax" id="MathJax-El'
            'ement-1-Frame"><nobr><span class="math">πr2</span></nobr></span><script type="math/tex" '
            'id="MathJax-Element-1">\\pi r^2</script> for a round harbour basin of the usual kind.</p>'
        ),
        text=("\\pi r^2",),
        no_text=("πr2",),
        markdown=("\\pi r^2",),
    ),
    Site(
        "numbers-sup",
        (
            "<p>The quay has 100<sup>2</sup> stones, CO<sub>2</sub> is measured, and 10<sup>-3</sup> "
            "m of rust was found on the 2<sup>nd</sup> of May.</p>"
        ),
        text=(
            "10⁻³",
            "100²",
            "2nd of May",
        ),
        no_text=("1002",),
    ),
    Site(
        "side-note",
        (
            '<p>The ferry<label for="sn1" class="margin-toggle sidenote-number"></label><input type="'
            'checkbox" id="sn1" class="margin-toggle"><span class="sidenote">A ship that carries peop'
            "le over a short stretch of water.</span> was built in 1920 and has been in service ever "
            "since.</p>"
        ),
        text=(
            "The ferry was built in 1920",
            "A ship that carries people",
        ),
        no_text=("ferryA ship",),
    ),
    Site(
        "nested-marks",
        (
            '<p>Read <em>the <a href="/r">long <strong>report</strong></a> of the board</em> before y'
            "ou go to the meeting of the harbour board on Monday.</p>"
        ),
        text=("Read the long report of the board",),
        markdown=("[long **report**](https://h.example/r)",),
    ),
    Site(
        "del",
        (
            "<p>The fare is <del>$10</del> <ins>$12</ins> for adults and <s>$5</s> $6 for children wh"
            "o travel on the old ferry.</p>"
        ),
        markdown=("~~$10~~",),
    ),
    Site(
        "escape",
        (
            "<p>1. The first point is that the ferry is old. 2 * 3 * 4 is 24, snake_case_name is a na"
            "me, and # is not a heading here at all.</p>"
        ),
        text=("1. The first",),
        markdown=("1\\. The first",),
        no_markdown=("snake\\_case",),
    ),
    Site(
        "img-emoji",
        (
            '<p>The board laughed <img draggable="false" class="emoji" alt="😀" src="https://s.w.org/i'
            'mages/core/emoji/1f600.svg"> about the plan, and nobody took it <img class="emoji" alt="'
            '🙂" src="x.png"> for real.</p>'
        ),
        text=("laughed 😀 about",),
        no_markdown=("1f600",),
    ),
    Site(
        "pixel",
        (
            "<p>Words before the pixel are long enough to be read as a sentence of the article.<img s"
            'rc="https://t.example/p.gif" width="1" height="1" alt=""></p>'
        ),
        no_markdown=("p.gif",),
    ),
    Site(
        "shiki-label",
        (
            '<div class="expressive-code"><figure class="frame has-title"><figcaption class="header">'
            '<span class="title">sail.ts</span></figcaption><pre data-language="ts"><code><div class='
            '"ec-line"><div class="code"><span>const q = 3</span></div></div><div class="ec-line"><di'
            'v class="code"><span>  sail(q)</span></div></div></code></pre><div class="copy"><button '
            'title="Copy to clipboard" data-copied="Copied!"><div></div></button></div></figure></div'
            ">"
        ),
        text=("const q = 3\n  sail(q)",),
        no_text=("Copy",),
        markdown=("```ts\nconst q = 3\n  sail(q)",),
    ),
    Site(
        "vitepress",
        (
            '<div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></butt'
            'on><span class="lang">ts</span><pre class="shiki vp-code" tabindex="0"><code><span class'
            '="line"><span>const q = 3</span></span>\n<span class="line"><span>sail(q)</span></span></'
            'code></pre><div class="line-numbers-wrapper" aria-hidden="true"><span class="line-number'
            '">1</span><br><span class="line-number">2</span><br></div></div>'
        ),
        text=("const q = 3\nsail(q)",),
        no_text=(
            "\nts\n",
            "\n1\n",
        ),
        markdown=("```ts\nconst q = 3\nsail(q)\n```",),
    ),
    Site(
        "syntaxhl",
        (
            '<div class="syntaxhighlighter  java"><table><tbody><tr><td class="gutter"><div class="li'
            'ne number1 index0 alt2">1</div><div class="line number2 index1 alt1">2</div></td><td cla'
            'ss="code"><div class="container"><div class="line number1 index0 alt2"><code class="java'
            ' keyword">void</code> <code class="java plain">sail() {</code></div><div class="line num'
            'ber2 index1 alt1"><code class="java spaces">&nbsp;&nbsp;</code><code class="java plain">'
            "go();</code></div></div></td></tr></tbody></table></div>"
        ),
        text=("void sail() {\n  go();",),
        no_text=("1\n2",),
        markdown=("```java\nvoid sail() {",),
    ),
    Site(
        "codemirror5",
        (
            '<div class="CodeMirror cm-s-default"><div class="CodeMirror-scroll"><div class="CodeMirr'
            'or-gutters"></div><div class="CodeMirror-lines"><div class="CodeMirror-code"><div style='
            '"position: relative;"><div class="CodeMirror-gutter-wrapper"><div class="CodeMirror-line'
            'number">1</div></div><pre class="CodeMirror-line"><span role="presentation">let q = 3</s'
            'pan></pre></div><div style="position: relative;"><div class="CodeMirror-gutter-wrapper">'
            '<div class="CodeMirror-linenumber">2</div></div><pre class="CodeMirror-line"><span>sail('
            "q)</span></pre></div></div></div></div></div>"
        ),
        text=("let q = 3\nsail(q)",),
        no_text=("\n2\n",),
        markdown=("let q = 3\nsail(q)",),
    ),
    Site(
        "wp-enlighter",
        (
            '<pre class="EnlighterJSRAW" data-enlighter-language="python" data-enlighter-theme="">def'
            " sail():\n    return 7</pre>"
        ),
        text=("def sail():\n    return 7",),
        markdown=("```python\ndef sail",),
    ),
    Site(
        "wp-code-block",
        ('<pre class="wp-block-code"><code lang="php" class="language-php">&lt;?php\necho 7;</code></pre>'),
        text=("<?php\necho 7;",),
        markdown=("```php\n<?php",),
    ),
    Site(
        "prism-toolbar",
        (
            '<div class="code-toolbar"><pre class="line-numbers language-css"><code class="language-c'
            'ss">a { color: red; }\nb { color: blue; }<span aria-hidden="true" class="line-numbers-row'
            's"><span></span><span></span></span></code></pre><div class="toolbar"><div class="toolba'
            'r-item"><span>CSS</span></div><div class="toolbar-item"><button class="copy-to-clipboard'
            '-button" type="button"><span>Copy</span></button></div></div></div>'
        ),
        text=("a { color: red; }\nb { color: blue; }",),
        no_text=(
            "Copy",
            "\nCSS\n",
        ),
        markdown=("```css\na {",),
    ),
    Site(
        "gatsby-remark",
        (
            '<div class="gatsby-highlight" data-language="jsx"><pre class="language-jsx"><code class='
            '"language-jsx">&lt;Ferry /&gt;</code></pre></div>'
        ),
        text=("<Ferry />",),
        markdown=("```jsx\n<Ferry />",),
    ),
    Site(
        "td-code-list",
        (
            "<table><tr><th>Option</th><th>Meaning</th></tr><tr><td><code>--quay</code></td><td><p>Th"
            "e quay to use.</p><ul><li>north</li><li>south</li></ul></td></tr><tr><td><code>a|b</code"
            "></td><td>Either of the two.</td></tr></table>"
        ),
        text=(
            "--quay",
            "Either of the two",
        ),
        markdown=(
            "`--quay`",
            "a\\|b",
        ),
    ),
    Site(
        "ol-value",
        (
            '<ol reversed><li>Third place goes to the small ferry.</li><li value="7">A place of its o'
            "wn goes to the tug.</li><li>The last place of all.</li></ol>"
        ),
        markdown=(
            "3. Third place",
            "7. A place",
        ),
    ),
    Site(
        "asciidoc-admon",
        (
            '<div class="admonitionblock note"><table><tr><td class="icon"><div class="title">Note</d'
            'iv></td><td class="content"><div class="paragraph"><p>The ferry does not run in a storm,'
            " whatever the timetable says.</p></div></td></tr></table></div>"
        ),
        text=("The ferry does not run in a storm",),
        no_text=("| ",),
        markdown=("The ferry does not run",),
        no_markdown=(
            "<table",
            "| Note",
        ),
    ),
    Site(
        "sphinx-admon",
        (
            '<div class="admonition warning"><p class="admonition-title">Warning</p><p>The quay is sl'
            "ippery when it is wet, and there is no rail at all.</p></div>"
        ),
        text=("The quay is slippery",),
    ),
    Site(
        "sphinx-headerlink",
        (
            '<h2>Sailing<a class="headerlink" href="#sailing" title="Link to this heading">¶</a></h2>'
            "<p>The ship sails with the tide, which comes twice a day in this harbour.</p>"
        ),
        text=("Sailing\n",),
        no_text=("¶",),
        markdown=("## Sailing\n",),
        no_markdown=("¶",),
    ),
    Site(
        "docusaurus-hash",
        (
            '<h2 class="anchor" id="x">Sailing<a href="#x" class="hash-link" aria-label="Direct link '
            'to Sailing" title="Direct link to Sailing">\u200b</a></h2><p>The ship sails with the tide, wh'
            "ich comes twice a day in this harbour.</p>"
        ),
        text=("Sailing\n",),
        no_text=("\u200b",),
        markdown=("## Sailing\n",),
        no_markdown=("[\u200b]",),
    ),
    Site(
        "mediawiki-edit",
        (
            '<div class="mw-heading mw-heading2"><h2 id="H">History</h2><span class="mw-editsection">'
            '<span class="mw-editsection-bracket">[</span><a href="/e">edit</a><span class="mw-editse'
            'ction-bracket">]</span></span></div><p>The line was opened in the year 1921 by the mayor'
            " of the old town.</p>"
        ),
        text=("History\n",),
        no_text=(
            "[edit]",
            "edit]",
        ),
        markdown=("## History\n",),
    ),
    Site(
        "wikitable-span",
        (
            '<table class="wikitable"><caption>Ships</caption><tr><th rowspan="2">Ship</th><th colspa'
            'n="2">Seats</th></tr><tr><th>inside</th><th>outside</th></tr><tr><td>Gull</td><td>40</td'
            '><td>20</td></tr><tr><td>Tern</td><td colspan="2">none at all</td></tr></table>'
        ),
        text=(
            "Gull | 40 | 20",
            "Tern | none at all",
        ),
        markdown=("Gull",),
    ),
    Site(
        "wp-gallery",
        (
            '<figure class="wp-block-gallery has-nested-images"><figure class="wp-block-image"><img d'
            'ata-src="/a.jpg" src="data:image/svg+xml;base64,AAA" alt="One"></figure><figure class="w'
            'p-block-image"><img data-lazy-src="/b.jpg" src="/blank.gif" alt="Two"></figure></figure>'
        ),
        markdown=(
            "(https://h.example/a.jpg",
            "(https://h.example/b.jpg",
        ),
        no_markdown=(
            "blank.gif",
            "data:image",
        ),
    ),
    Site(
        "ghost-image",
        (
            '<figure class="kg-card kg-image-card kg-card-hascaption"><img src="/content/images/size/'
            'w600/q.jpg" class="kg-image" alt="Quay" srcset="/content/images/size/w600/q.jpg 600w, /c'
            'ontent/images/size/w2000/q.jpg 2000w"><figcaption>The quay in spring</figcaption></figur'
            "e>"
        ),
        markdown=("w2000/q.jpg",),
    ),
    Site(
        "substack-image",
        (
            '<div class="captioned-image-container"><figure><a class="image-link" href="https://subst'
            'ackcdn.com/x.png"><div class="image2-inset"><picture><source type="image/webp" srcset="h'
            'ttps://substackcdn.com/w_424/x.png 424w, https://substackcdn.com/w_1456/x.png 1456w"><im'
            'g src="https://substackcdn.com/w_1456/x.png" alt="A chart of the tides"></picture><div c'
            'lass="image-link-expand"><svg></svg></div></div></a></figure></div>'
        ),
        markdown=("![A chart of the tides](https://substackcdn.com/w_1456/x.png",),
    ),
    Site(
        "tweet",
        (
            '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">The ferry is late again, and no'
            'body tells us why.</p>&mdash; Ada Quay (@adaquay) <a href="https://twitter.com/adaquay/s'
            'tatus/123?ref_src=x">March 1, 2024</a></blockquote><script async src="https://platform.t'
            'witter.com/widgets.js"></script>'
        ),
        markdown=("> ",),
    ),
    Site(
        "pre-br",
        "<pre>first line<br>  second line<br/>third</pre>",
        text=("first line\n  second line\nthird",),
        markdown=("```\nfirst line\n  second line\nthird\n```",),
    ),
    Site(
        "code-backticks",
        (
            "<p>Write <code>``</code> or <code>a`b</code> in the field for the name of the ship, and "
            "nothing else at all.</p>"
        ),
        text=("Write `` or a`b",),
        markdown=("``a`b``",),
    ),
    Site("pre-fence", "<pre><code>```js\nx\n```</code></pre>", text=("```js\nx\n```",), markdown=("````\n```js",)),
    Site(
        "mathml-alone",
        (
            "<p>The area is <math><mi>π</mi><msup><mi>r</mi><mn>2</mn></msup></math> for a round basi"
            "n of the kind that was built in those years.</p>"
        ),
        text=(
            "π",
            "r^2",
        ),
        no_text=("πr2",),
    ),
    Site(
        "mathml-frac",
        (
            "<p>It is <math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac></mat"
            "h> on average, which is more than in any year before the war.</p>"
        ),
        text=("(a + b)/2",),
    ),
    Site(
        "wp-latex",
        (
            '<p>The speed is <img src="https://s0.wp.com/latex.php?latex=v%3D%5Cfrac%7Bs%7D%7Bt%7D" a'
            'lt="v=\\frac{s}{t}" class="latex" /> in still water, as every sailor learns in the first '
            "week.</p>"
        ),
        text=("v=\\frac{s}{t}",),
        markdown=("v=\\frac{s}{t}",),
        no_markdown=("![",),
    ),
    Site(
        "dollar-math",
        ("<p>By $$\\sum_{i=1}^n a_i * b_i$$ the cost is found, and \\(x_1 < x_2\\) must hold for it to be right.</p>"),
        text=("\\sum_{i=1}^n a_i * b_i",),
        markdown=(
            "\\sum_{i=1}^n a_i * b_i",
            "x_1 < x_2",
        ),
        no_markdown=("a\\_i",),
    ),
    Site(
        "word-split",
        (
            "<p>The <b>f</b>erry is un<i>usual</i>ly <span>s</span><span>low</span> this year, and th"
            "e board has no idea why that should be the case.</p>"
        ),
        text=("ferry is unusually slow this",),
    ),
    Site(
        "link-touch",
        (
            '<p>See (<a href="/a">the report</a>), <a href="/b">the map</a>/<a href="/c">the plan</a>'
            ' and the<a href="/d">rest</a> of the papers on the table.</p>'
        ),
        text=("(the report), the map/the plan and therest of",),
        markdown=("([the report](https://h.example/a)), [the map]",),
    ),
    Site(
        "thai", ("<p>คณะกรรมการท่าเรือ<wbr>ประชุมกันเมื่อวันจันทร์\nและตกลงว่าจะเก็บเรือข้ามฟากไว้อีกสามปี</p>"), text=("ท่าเรือประชุม",)
    ),
    Site(
        "nested-quote",
        (
            "<blockquote><p>The mayor said it plainly: the ferry stays as long as I do.</p><blockquot"
            "e><p>And you will stay for long?</p></blockquote></blockquote>"
        ),
        markdown=(
            "> The mayor",
            "> > And you",
        ),
    ),
    Site(
        "task-list",
        (
            '<ul class="contains-task-list"><li class="task-list-item"><input type="checkbox" checked'
            ' disabled> Paint the ship for the season</li><li class="task-list-item"><input type="che'
            'ckbox" disabled> Oil the engine before the summer</li></ul>'
        ),
        text=("Paint the ship",),
        markdown=(
            "- Paint",
            "- Oil",
        ),
    ),
    Site(
        "hr",
        ("<hr><p>After the rule the text goes on, as it does in the book from which it was taken.</p>"),
        markdown=("\n---\n",),
    ),
    Site(
        "vimeo-wp",
        (
            '<figure class="wp-block-embed is-type-video"><div class="wp-block-embed__wrapper"><ifram'
            'e title="Ferry film" src="https://player.vimeo.com/video/12345?h=1"></iframe></div></fig'
            "ure>"
        ),
        markdown=("vimeo.com",),
    ),
    Site(
        "lite-youtube",
        '<lite-youtube videoid="AbCdEfGhIjk" playlabel="The ferry"></lite-youtube>',
        markdown=("AbCdEfGhIjk",),
    ),
    Site(
        "footnote-wp",
        (
            '<p>The cost rose<sup data-fn="a" class="fn"><a href="#f1" id="f1l">1</a></sup> by half i'
            'n two years, as the board had feared from the start.</p><ol class="wp-block-footnotes"><'
            'li id="f1">See the report of the board for the year 1964. <a href="#f1l" aria-label="Jum'
            'p to footnote reference 1">↩︎</a></li></ol>'
        ),
        text=("rose",),
        no_text=(
            "rose1",
            "↩",
        ),
    ),
    Site(
        "base-amp",
        (
            '<p>Research &amp; development costs &lt; 5 &amp;amp; more are told in <a href="?a=1&amp;'
            'b=2">the table</a> of the annual report of the board.</p>'
        ),
        text=("Research & development",),
        markdown=("(https://h.example/n/1?a=1&b=2)",),
    ),
    Site(
        "obsidian-callout",
        (
            '<div class="callout" data-callout="tip"><div class="callout-title"><div class="callout-i'
            'con"><svg></svg></div><div class="callout-title-inner">Tip</div></div><div class="callou'
            't-content"><p>Take the early ferry, it is the emptiest one of the whole day.</p></div></'
            "div>"
        ),
        text=("Take the early ferry",),
    ),
    Site(
        "crayon",
        (
            '<div class="crayon-syntax crayon-theme-classic"><div class="crayon-toolbar"><span class='
            '"crayon-title">x</span><div class="crayon-tools"><span class="crayon-language">Python</s'
            'pan></div></div><div class="crayon-plain-wrap"><textarea class="crayon-plain">a = 1\nb = '
            '2</textarea></div><div class="crayon-main"><table class="crayon-table"><tr class="crayon'
            '-row"><td class="crayon-nums"><div class="crayon-nums-content"><div class="crayon-num">1'
            '</div><div class="crayon-num">2</div></div></td><td class="crayon-code"><div class="cray'
            'on-pre"><div class="crayon-line">a = 1</div><div class="crayon-line">b = 2</div></div></'
            "td></tr></table></div></div>"
        ),
        text=("a = 1\nb = 2",),
        no_text=(
            "\n2\n",
            "Python",
        ),
    ),
    Site(
        "medium-new",
        (
            '<pre class="a b"><span id="1" class="c d">def sail():<br>    return 7</span></pre><pre c'
            'lass="a b"><span id="2">print(sail())</span></pre>'
        ),
        text=(
            "def sail():\n    return 7",
            "print(sail())",
        ),
        markdown=("```\ndef sail():\n    return 7",),
    ),
    Site(
        "github-blob",
        (
            '<div class="highlight highlight-source-shell notranslate position-relative overflow-auto'
            '"><pre>git clone quay\n<span class="pl-c1">cd</span> quay</pre><div class="zeroclipboard-'
            'container"><clipboard-copy aria-label="Copy" value="git clone"><svg></svg></clipboard-co'
            "py></div></div>"
        ),
        text=("git clone quay\ncd quay",),
        markdown=("```shell\ngit clone quay\ncd quay\n```",),
    ),
)


@pytest.mark.parametrize("site", SITES, ids=[site.name for site in SITES])
def test_what_sites_show_survives(site: Site) -> None:
    """Code, formulas, tables, lists, notes, images and embeds come through; their furniture does not."""
    page = f"<h1>Ferry kept</h1>{_BEFORE}{site.body}{_BEHIND}"
    html = f"<html lang=en><head><title>Ferry kept</title></head><body><article>{page}</article></body></html>"
    result = clean_html(html, url="https://h.example/n/1")
    site.must_survive(result)
