"""Made-up web pages of many kinds. What ``⟦…⟧`` holds is furniture; the rest is the article."""

from __future__ import annotations

import html
import re

MARKED = re.compile(r"⟦(.*?)⟧", re.DOTALL)

MENU = """<ul><li><a href="/">⟦Home⟧</a></li><li><a href="/policy">⟦Our policies⟧</a></li>
<li><a href="/news">⟦News and events⟧</a></li><li><a href="/contact">⟦Contact us⟧</a></li></ul>"""
FOOT = """<p>⟦© 2024 Board of Wells. All rights reserved.⟧</p>
<p><a href="/privacy">⟦Privacy policy⟧</a> | <a href="/terms">⟦Terms of use⟧</a> |
<a href="/map">⟦Site map⟧</a></p>"""

NEWS = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Council raises the well levy | Valley Post</title>
<meta property="og:title" content="Council raises the well levy">
<meta property="og:site_name" content="Valley Post">
<meta property="article:published_time" content="2021-03-04T09:00:00+05:00">
<link rel="canonical" href="https://valleypost.example/levy">
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle",
"headline":"Council raises the well levy","datePublished":"2021-03-04",
"author":[{{"@type":"Person","name":"Amna Qureshi"}}],
"publisher":{{"@type":"Organization","name":"Valley Post Media"}}}}</script>
<style>.sr{{position:absolute;clip:rect(0 0 0 0);width:1px}} .menu{{display:flex}}</style></head>
<body class="has-sidebar post-17"><a class="skip-link" href="#c">⟦Skip to content⟧</a>
<header class="site-header"><nav>{MENU}</nav><form><input name="q"><button>⟦Search⟧</button></form>
</header><div class="cookie-banner"><p>⟦We use cookies to make this site work and to count its
readers. You can accept them or refuse them at any time.⟧</p><button>⟦Accept⟧</button></div>
<main id="c"><article><header><h1>Council raises the well levy</h1>
<p class="byline">By <a href="/a">Amna Qureshi</a>, <time>4 March 2021</time></p></header>
<div class="share-buttons"><a href="#f">⟦Share⟧</a> <a href="#t">⟦Tweet⟧</a></div>
<p>The council voted on Tuesday to raise the levy on private wells from five to eight rupees a
day, the first change in eleven years.</p>
<figure><img src="w.jpg" alt="A well with a pump"><figcaption>The pump at Lower Bridge, repaired
last spring.</figcaption></figure>
<p>“Those who draw the most should pay the most,” said the chair, who expects the new rate to
bring in <strong>two million</strong> rupees a year.</p>
<h2>Who is exempt</h2><p>Schools and clinics pay nothing. Farms below two acres pay half.</p>
<blockquote><p>No household shall be cut off for a debt of less than one year.</p></blockquote>
<aside class="related-links"><h3>⟦Related⟧</h3><ul><li><a href="1">⟦Pump thefts rise again⟧</a></li>
<li><a href="2">⟦Minister visits the dam⟧</a></li></ul></aside>
<p>The rate takes effect on 1 July.</p></article>
<section id="comments"><h2>⟦2 comments⟧</h2><ol><li class="comment"><p>⟦My well ran dry in May and
nobody came to look at it for three weeks, so what am I paying for here?⟧</p><a href="#r">⟦Reply⟧</a>
</li></ol><form><textarea></textarea><button>⟦Post⟧</button></form></section></main>
<footer>{FOOT}</footer></body></html>"""

WORDPRESS = f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="UTF-8">
<title>Why the survey matters &#8211; Water Notes</title></head>
<body class="post-template single single-post no-sidebar"><div id="page" class="site">
<header id="masthead" class="site-header"><div class="site-branding"><p class="site-title">
<a href="/">⟦Water Notes⟧</a></p></div><nav id="site-navigation" class="main-navigation">{MENU}</nav>
</header><div id="content" class="site-content"><div id="primary" class="content-area">
<div id="main" class="site-main"><article id="post-17" class="post-17 post category-water">
<header class="entry-header"><h1 class="entry-title">Why the survey matters</h1>
<div class="entry-meta">⟦Posted on⟧ <a href="/d">⟦12 May 2022⟧</a> ⟦by⟧ <a href="/a">⟦admin⟧</a></div>
</header><div class="entry-content"><p>A survey of wells sounds dull. It is the one thing without
which no levy can be fair, because nobody knows who draws how much.</p>
<p>Three things went wrong the last time:</p>
<ul><li>the meters were read only once a year;</li><li>the lists were kept on paper, and<ul>
<li>one was lost in the flood,</li><li>another was never finished;</li></ul></li>
<li>nobody was paid to do the work.</li></ul>
<p>Related work in the hills shows that it can be done &amp; paid for.</p>
<div class="sharedaddy sd-sharing-enabled"><h3>⟦Share this:⟧</h3><ul><li><a href="#">⟦Twitter⟧</a></li>
<li><a href="#">⟦Facebook⟧</a></li></ul></div></div>
<footer class="entry-footer">⟦Posted in⟧ <a href="/c">⟦Water⟧</a> ⟦Tagged⟧ <a href="/t">⟦levy⟧</a>,
<a href="/u">⟦survey⟧</a></footer></article>
<nav class="navigation post-navigation"><a href="p">⟦Previous post⟧</a><a href="n">⟦Next⟧</a></nav>
<div id="comments" class="comments-area"><h2>⟦One thought on “Why the survey matters”⟧</h2>
<ol class="comment-list"><li class="comment"><p>⟦I was one of those who read the meters, and I can
tell you that we were paid, though it took them a year to do it.⟧</p></li></ol></div></div></div>
<aside id="secondary" class="widget-area sidebar"><section class="widget"><h2>⟦Recent posts⟧</h2>
<ul><li><a href="1">⟦Rain at last⟧</a></li><li><a href="2">⟦On pumps⟧</a></li></ul></section>
<section class="widget"><h2>⟦About⟧</h2><p>⟦This is a private diary about water in the valley, which
somebody has kept since the flood of that year for all who care.⟧</p></section></aside></div>
<footer id="colophon" class="site-footer">⟦Proudly powered by a weblog⟧ {FOOT}</footer></div>
</body></html>"""

GOVERNMENT = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta name="DC.Title" content="Review of rural wells"><meta name="DC.Creator" content="Board of Wells">
<meta name="DC.Date" content="2019-11"><title>Board of Wells - Review</title></head><body>
<form id="aspnetForm" method="post"><input type="hidden" name="__VIEWSTATE" value="x">
<div id="header"><img src="crest.png" alt="Crest"><div id="topmenu">{MENU}</div></div>
<div id="breadcrumb"><a href="/">⟦Home⟧</a> &gt; <a href="/r">⟦Reviews⟧</a> &gt; ⟦Wells⟧</div>
<div id="leftnav"><ul><li><a href="1">⟦Annual reports⟧</a></li><li><a href="2">⟦Tenders⟧</a></li>
<li><a href="3">⟦Vacancies⟧</a></li><li><a href="4">⟦Right to information⟧</a></li></ul></div>
<div id="content"><h1>Review of rural wells</h1><h2>1. Summary</h2>
<p>The review covers 412 wells in nine districts. It was ordered by the Board under section 7 of the
Act and carried out between May and September.<sup><a href="#fn1" id="r1">1</a></sup></p>
<h2>2. Findings</h2><h3>2.1 Yield</h3><p>Yield fell in 214 wells, by 12 per cent on
average<sup><a href="#fn2" id="r2">2</a></sup>; in the other 198 it was steady.</p>
<table border="1"><caption>Table 1: Wells by district</caption><thead><tr><th>District</th>
<th>Wells</th><th>Falling</th></tr></thead><tbody><tr><td>Upper</td><td>140</td><td>96</td></tr>
<tr><td>Lower</td><td>272</td><td>118</td></tr></tbody></table>
<h3>2.2 Quality</h3><p>Arsenic was above the limit in 31 wells. All of them were closed within
a week, and water was brought by lorry to the 4,300 people who had relied on them.</p>
<h2>3. Social protection and related costs</h2><div id="social-protection"><p>Households that lost
a well are to receive 500 rupees a month until a new one is dug.</p></div>
<h2>Annexes</h2><ul><li><a href="a.pdf">Annex A: list of wells</a></li>
<li><a href="b.pdf">Annex B: methods</a></li><li><a href="c.pdf">Annex C: costs</a></li></ul>
<hr><div class="notes"><p id="fn1">1. Wells dug after 2017 were left out. <a href="#r1">↩</a></p>
<p id="fn2">2. Measured over three days. <a href="#r2">↩</a></p></div></div>
<div id="footer">{FOOT}<p>⟦Block C, Secretariat Road. Telephone 000 111 222. Visitors so far:
48,211⟧</p></div></form></body></html>"""

WIKI = """<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><title>Valley Water Act - A free
encyclopaedia</title></head><body class="mediawiki skin"><div id="mw-page-base"></div>
<div id="content" class="mw-body" role="main"><h1 id="firstHeading">Valley Water Act</h1>
<div id="bodyContent"><div id="siteSub" class="noprint">⟦From a free encyclopaedia⟧</div>
<a class="mw-jump-link" href="#n">⟦Jump to navigation⟧</a><div id="mw-content-text">
<table class="infobox"><tbody><tr><th colspan="2">Valley Water Act</th></tr>
<tr><th>Enacted by</th><td>Valley Assembly</td></tr><tr><th>Date</th><td>2 June 1998</td></tr>
</tbody></table><p>The <b>Valley Water Act</b> is a law on <a href="/w">wells</a> and
<a href="/l">levies</a>.<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup>
It was amended twice,<sup id="cite_ref-2" class="reference"><a href="#cite_note-2">[2]</a></sup> in
2004 and in 2011.</p><div id="toc" class="toc" role="navigation"><h2>⟦Contents⟧</h2><ul>
<li><a href="#History">⟦1 History⟧</a></li><li><a href="#Levy">⟦2 Levy⟧</a></li></ul></div>
<h2><span id="History">History</span><span class="mw-editsection">⟦[⟧<a href="e">⟦edit⟧</a>⟦]⟧</span></h2>
<p>Before the Act, anybody could dig a well on their own land and draw as much water from it as they
wished, whatever it did to the neighbours.</p>
<h2><span id="Levy">Levy</span></h2><p>The levy is set by the council each spring and may not be
raised by more than three rupees at a time.</p>
<h2>See also</h2><ul><li><a href="/1">Water law</a></li><li><a href="/2">Valley Assembly</a></li>
<li><a href="/3">Groundwater</a></li></ul><h2>References</h2><ol class="references">
<li id="cite_note-1"><span class="mw-cite-backlink"><b><a href="#cite_ref-1">⟦^⟧</a></b></span>
<span class="reference-text">Khan, R. (2001). <i>Law of Wells</i>. Hill Press, p. 12.</span></li>
<li id="cite_note-2"><span class="mw-cite-backlink"><b><a href="#cite_ref-2">⟦^⟧</a></b></span>
<span class="reference-text"><a href="http://x.example">Gazette of the Valley, no. 14</a></span></li>
</ol><div class="navbox" role="navigation"><a href="1">⟦Laws of the Valley⟧</a>
<a href="2">⟦Acts of 1998⟧</a></div></div><div id="catlinks" class="catlinks">
<a href="c">⟦Categories⟧</a>: <a href="d">⟦Water law⟧</a></div></div></div>
<div id="mw-navigation"><h2>⟦Navigation menu⟧</h2><div role="navigation"><ul>
<li><a href="1">⟦Main page⟧</a></li><li><a href="2">⟦Random article⟧</a></li></ul></div></div>
<div id="footer" role="contentinfo"><ul><li>⟦This page was last edited on 3 May 2023.⟧</li>
<li><a href="p">⟦Privacy⟧</a></li></ul></div></body></html>"""

LAW = """<html><head><title>Valley Water Act 1998</title><meta charset=utf-8></head><body>
<div class="nav"><a href="/">⟦Laws⟧</a> <a href="/s">⟦Search⟧</a> <a href="/h">⟦Help⟧</a></div>
<h1>Valley Water Act 1998</h1><h2>Part I: Wells</h2><h3>7. Licences</h3><ol>
<li>(1) No person shall dig a well except under a licence.<ol>
<li>(a) A licence is granted by the Board, if<ol><li>(i) the fee is paid;</li>
<li>(ii) the neighbours have been heard; and<ol><li>(A) in writing, or</li>
<li>(B) at a meeting of the Board.</li></ol></li></ol></li>
<li>(b) It lapses after three years.<p>But the Board may extend it once.</p></li></ol></li>
<li>(2) In this section—<dl><dt>“well”</dt><dd>means any hole dug or bored to draw water;</dd>
<dt>“fee”</dt><dd>means the fee in the Schedule.</dd></dl></li></ol>
<h3>8. Offences</h3><p>Whoever digs a well without a licence is liable to a fine.</p>
<p>The fine is 500 rupees for each m<sup>2</sup> of the opening.</p></body></html>"""

OLD = """<HTML><HEAD><TITLE>Water report 1999</TITLE></HEAD><BODY BGCOLOR=#FFFFFF TEXT=#000000>
<TABLE WIDTH=760 BORDER=0><TR><TD COLSPAN=2 BGCOLOR=#003366><FONT COLOR=#FFFFFF SIZE=5><B>Water
report 1999</B></FONT></TD></TR><TR><TD VALIGN=top WIDTH=150><A HREF=1.htm>⟦Home⟧</A><BR>
<A HREF=2.htm>⟦Reports⟧</A><BR><A HREF=3.htm>⟦Staff⟧</A><BR><A HREF=4.htm>⟦Links⟧</A></TD>
<TD><FONT FACE=Arial SIZE=2><B>Introduction</B><BR><BR>This report is about the wells of the
valley and about those who look after them, which is less often told.<BR><BR>
It was written in the winter of 1998 by<BR>the three members of the committee, and<BR>
it was read to the council in March.<BR><BR><CENTER><B>Findings</B></CENTER><BR>
Of the wells that were visited, forty were dry and the rest held less water than ten years ago.
<BR>&nbsp;<BR>Nobody could say why.</FONT></TD></TR><TR><TD COLSPAN=2 ALIGN=center>
<A HREF=1.htm>⟦Home⟧</A> | <A HREF=5.htm>⟦Mail the webmaster⟧</A> | <A HREF=6.htm>⟦Guest book⟧</A><BR>
⟦© 1999 Committee on Water⟧</TD></TR></TABLE></BODY></HTML>"""

DIVS = """<html><head><title>Note on meters</title></head><body><div id="app"><div><div><div>
<a href="/">⟦Start⟧</a></div><div><a href="/b">⟦Briefings⟧</a></div><div><a href="/p">⟦People⟧</a></div>
</div></div><div><div><div style="font-weight:bold">Note on meters</div><div>A meter costs 4,000
rupees and lasts for nine years if it is kept out of the sun.</div><div><div>The Board owns 1,200
of them. Of these, 300 stand in a <span>ware</span><span>house</span> because nobody was trained to
fit them.</div><div>Training takes <b>two</b> days.</div></div><div>It should be done before the
dry season, when the crews have no time to learn anything at all.</div></div></div><div><div>
<div><a href="/1">⟦Note on pumps⟧</a></div><div><a href="/2">⟦Note on pipes⟧</a></div>
<div><a href="/3">⟦Note on tanks⟧</a></div></div></div><div><div>⟦© Valley Institute⟧</div></div>
</div></body></html>"""

TINY = "<title>Notice</title><h1>Notice</h1><p>The office is closed on Friday."

TABLES = f"""<html lang=en><head><title>Action plan</title></head><body><nav>{MENU}</nav><main>
<h1>Action plan</h1><p>The plan has three goals, each with its own office and its own year.</p>
<table><tr><th rowspan=2>Goal</th><th colspan=2>Target</th><th rowspan=2>Office</th></tr>
<tr><th>2025</th><th>2030</th></tr><tr><td rowspan=2>Meters</td><td>1,200</td><td>3,000</td>
<td>Board of Wells</td></tr><tr><td>half</td><td>all</td><td><ul><li>Council</li><li>Assembly</li></ul>
</td></tr><tr><td>Repair<br>of pumps</td><td></td><td>every pump</td><td>Board &amp; council</td></tr>
<tr><td colspan=4>Costs are shared.</td></tr></table><p>Progress is reported to the assembly each
June.</p></main><footer>{FOOT}</footer></body></html>"""

URDU = """<!DOCTYPE html><html lang="ur" dir="rtl"><head><meta charset="utf-8"><title>پانی کی
پالیسی</title></head><body><nav><a href="/">⟦صفحہ اول⟧</a> <a href="/r">⟦رپورٹیں⟧</a></nav>
<main dir="rtl"><h1>پانی کی پالیسی</h1><p>حکومت نے کنوؤں پر محصول بڑھانے کا فیصلہ کیا ہے۔ یہ
گیارہ برس میں پہلی تبدیلی ہے۔</p><h2>کون مستثنیٰ ہے</h2><ul><li>سکول اور ہسپتال کچھ ادا نہیں کریں
گے۔</li><li>چھوٹے کھیت آدھا محصول دیں گے۔</li></ul><p>نیا نرخ یکم جولائی سے نافذ ہو گا اور ہر سال
مجلس میں اس پر غور کیا جائے گا۔</p></main><footer>⟦جملہ حقوق محفوظ ہیں⟧</footer></body></html>"""

BLOG = """<html><head><title>Rain at last</title></head><body><div class="header"><h2><a href="/">
⟦A Farmer's Diary⟧</a></h2></div><div class="post"><h1 class="title">Rain at last</h1>
<p>It rained on Thursday for the first time since the winter, and the whole village stood in it
until their clothes were soaked.</p><p>The tank is a third full. I have written down the level, as
the Board asked us to, though I doubt that anybody reads it.</p><p>Comments on my last note about
the levy were kind.</p></div><div class="comments"><h3>⟦Comments⟧</h3><div class="comment"><b>⟦Zia⟧</b>
<p>⟦Here it has not rained at all and we have to buy our water from the lorry twice a week now.⟧</p>
<a href="#r1">⟦Reply⟧</a></div><div class="comment"><b>⟦Hina⟧</b><p>⟦I read it! I work at the Board and
we do put every one of the levels into a table at the end of the month.⟧</p><a href="#r2">⟦Reply⟧</a>
</div></div><div class="sidebar"><h3>⟦Archive⟧</h3><ul><li><a href="1">⟦May⟧</a></li>
<li><a href="2">⟦April⟧</a></li></ul></div></body></html>"""

PRE = """<html><head><meta charset="utf-8"></head><body><pre>
                        RULES OF THE BOARD OF WELLS

1. The Board meets on the first Monday of each month, and whenever three
members ask for it in writing. Five members are enough to decide.

2. The chair is chosen for two years. Nobody may hold the office for more
than six years, whether or not they follow on each other, and no member of
the council may hold it at all.
</pre></body></html>"""

REPORT = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Brief 9</title>
<meta name="citation_title" content="Pricing groundwater"><meta name="citation_author"
content="Shah, Noor"><meta name="citation_author" content="Malik, Omar">
<meta name="citation_publication_date" content="2020/09/30">
<meta name="citation_publisher" content="Valley Institute"></head><body>
<div role="banner"><a href="/">⟦Valley Institute⟧</a></div><div class="navbar">{MENU}</div>
<article class="report"><h1>Pricing groundwater</h1><section><h2>Background</h2><p>Groundwater has no
price in most of the valley. Those who can afford a deep well take what they want, and those who
can’t buy it from them.<a href="#fn1" class="footnote-ref" role="doc-noteref"><sup>1</sup></a></p>
<aside class="box"><h3>Box 1: What a pump costs</h3><p>A small pump costs 30,000 rupees, a large one
ten times as much, before a rupee is spent on power.</p></aside></section><section><h2>Options</h2>
<p>We look at three options and compare what they cost, who would pay, and who would have to run
them from day to day.</p><ul><li><p>A flat levy.</p><p>It is simple, but it falls on those who draw
little.</p></li><li><p>A metered levy.</p></li><li><p>Tradable shares.</p></li></ul>
<h3>Sharing the cost</h3><p>A metered levy needs meters, and meters need somebody who reads them.
</p><pre><code>levy = rate * volume
total = sum(levy)</code></pre></section><section class="footnotes" role="doc-endnotes"><hr><ol>
<li id="fn1"><p>Survey of 2018, question 14.<a href="#fnref1" class="footnote-back">↩︎</a></p></li>
</ol></section></article><div class="related-content"><h2>⟦More from the institute⟧</h2>
<a href="1">⟦Brief 8: Canals⟧</a><a href="2">⟦Brief 7: Dams⟧</a></div><div role="contentinfo">{FOOT}
</div></body></html>"""

INDEX = """<html><head><title>Circulars</title></head><body><h1>Circulars</h1><ul>
<li><a href="1.pdf">Circular 1: Meters</a></li><li><a href="2.pdf">Circular 2: Fees</a></li>
<li><a href="3.pdf">Circular 3: Leave</a></li></ul></body></html>"""

PAGES = {
    "news article": NEWS,
    "WordPress post": WORDPRESS,
    "government report": GOVERNMENT,
    "encyclopaedia": WIKI,
    "law": LAW,
    "old table layout": OLD,
    "divs only": DIVS,
    "tiny": TINY,
    "tables": TABLES,
    "Urdu": URDU,
    "blog with comments": BLOG,
    "one pre": PRE,
    "research brief": REPORT,
    "list of links": INDEX,
}
UNSEEN = re.compile(r"<(script|style|title|head)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
MARKS = re.compile(r"<sup[^>]*>\s*<a.*?</a>\s*</sup>|<a[^>]*noteref[^>]*>.*?</a>|↩︎?", re.DOTALL)
BREAKS = re.compile(
    r"</?(?:p|div|li|ul|ol|t[dhr]|table|h\d|br|dd|dt|dl|hr|section)\b[^>]*>", re.IGNORECASE
)


def page(name: str) -> str:
    """Give a page without the marks of what is furniture."""
    return MARKED.sub(r"\1", PAGES[name])


def article_words(name: str) -> list[str]:
    """Give the words of a page's article, in order, without the marks of its footnotes."""
    return _words(MARKED.sub("", PAGES[name]))


def furniture_words(name: str) -> list[str]:
    """Give the words of a page's furniture."""
    return _words(" ".join(f"<p>{text}" for text in MARKED.findall(PAGES[name])))


def _words(text: str) -> list[str]:
    text = MARKS.sub("", UNSEEN.sub("", text)).replace("<sup>2</sup>", "²")
    text = re.sub(r"<[^>]*>", "", BREAKS.sub(" ", text))
    return [word for word in html.unescape(text).split() if re.search(r"\w", word)]
