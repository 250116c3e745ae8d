"""What the makers of pages call menus, margins and comments, and what holds the text."""

from __future__ import annotations

import re

PARTS = frozenset(["article", "main", "section", "blockquote"])
FURNITURE_TAGS = frozenset(["nav", "menu", "search"])
TELLING = frozenset(["nav", "menu", "search", "header", "footer", "aside", "form"])
FURNITURE_ROLES = frozenset(
    "navigation banner contentinfo search menu menubar toolbar dialog alertdialog tablist".split()
)
SURE_NAMES = frozenset(
    "navbar breadcrumb breadcrumbs site-nav main-nav main-menu nav-menu topnav skip-link skiplink "
    "skip-links skip-to-content site-header site-footer page-footer global-header global-footer "
    "sr-only visually-hidden visuallyhidden screen-reader-text govuk-visually-hidden a11y-hidden "
    "share-buttons social-share social-links social-media sharedaddy share-links sharebar "
    "jp-relatedposts related-posts related-articles related-links related-stories related-content "
    "cookie-banner cookie-notice cookie-consent cookie-bar cookiebar cookie-law-info-bar "
    "cc-window onetrust-banner-sdk onetrust-consent-sdk gdpr-banner consent-banner "
    "newsletter-signup newsletter-form subscribe-form mw-editsection mw-jump-link mw-navigation "
    "mw-panel mw-head navbox catlinks printfooter sitesub contentsub vector-toc noprint "
    "comments-area comment-list commentlist comment-respond comment-form disqus_thread "
    "comments-section comment-section wp-block-comments post-navigation posts-navigation "
    "nav-links pagination pager page-numbers tag-cloud tagcloud back-to-top backtotop "
    "advertisement adsbygoogle ad-container ad-slot sponsored-content outbrain taboola".split()
)
EDGE = re.compile(
    r"(?:.*[-_])?(?:side-?bar|sidenav|masthead|topbar)(?:[-_\d].*)?|"
    r"(?:(?:site|global|top|main|web|bottom|page)[-_]?)?footer(?:[-_].*)?|"
    r"(?:(?:site|global|top|main|web)[-_]?)?header(?:[-_]?(?:area|wrap|wrapper|container|inner))?"
)
"""Whole names: the header of a card or of an entry is text."""
LINKY = re.compile(
    r"(?:^|[-_])(?:nav|navi|navigation|menu|submenu|share|sharing|social|related|cookies?|consent|"
    r"gdpr|newsletter|subscribe|signup|login|search|advert|ads?|adverts|banner|promo|teaser|"
    r"pagination|breadcrumbs?|widget|toolbar|tags|popular|trending|recommended|recirc|toc|"
    r"comments?|reply|respond|popup|modal|overlay|follow|print|langs?|language|skip)(?:$|[-_\d])"
)
COMMENTS = re.compile(r"(?:^|[-_])comments?(?:$|[-_])")
NOT_ITSELF = re.compile(r"^(?:has|with|no|is|without)[-_]|^(?:post|page|entry|article)-\d")
CONTENT = re.compile(
    r"(?:^|[-_])(?:content|article|main|entry|post|story|body|text|report|document|chapter)(?:$|[-_])"
)
"""Names of what holds the text, if it does hold most of the page's."""
