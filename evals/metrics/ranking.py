"""How well the search ranked: recall, hit, average precision, nDCG and reciprocal rank.

A gold quote is found by the first passage that shares a character with any of the
places where the quote stands. Another way of splitting the documents so has the
same gold. Each gold quote counts once, however many passages overlap it; one
passage may find several. Where every passage finds at most one, the figures are
those of trec_eval with the finding passages as its relevant documents.
"""

from __future__ import annotations

import math

from evals.metrics.items import Item

DEPTHS = (1, 5, 10)


def ranking_figures(item: Item) -> dict[str, float]:
    """Give all ranking metrics of an answerable item with gold, nothing for others.

    An item that raised found nothing.
    """
    if not item.answerable or not item.gold:
        return {}
    ranks = found_at(item) if item.outcome != "error" else ()
    total = len(item.gold)
    figures = {}
    for k in DEPTHS:
        figures[f"recall@{k}"] = sum(rank <= k for rank in ranks) / total
        figures[f"hit@{k}"] = float(any(rank <= k for rank in ranks))
        figures[f"map@{k}"] = average_precision(ranks, total, k)
        figures[f"ndcg@{k}"] = ndcg(ranks, total, k)
        figures[f"mrr@{k}"] = max((1 / rank for rank in ranks if rank <= k), default=0.0)
    return figures


def found_at(item: Item) -> tuple[int, ...]:
    """Give the rank, from 1, at which each gold quote is first found, in ascending order.

    Quotes that are never found are left out.
    """
    ranks = []
    for gold in item.gold:
        for rank, passage in enumerate(item.retrieved, start=1):
            if any(passage.overlaps(place) for place in gold):
                ranks.append(rank)
                break
    return tuple(sorted(ranks))


def average_precision(ranks: tuple[int, ...], total: int, k: int) -> float:
    """Average precision at k.

    Buckley and Voorhees, "Evaluating evaluation measure stability" (SIGIR 2000).
    The precision at a rank is the share of the passages down to it that found a
    gold quote not found before. Its sum over the ranks of the gold quotes found
    among the first k is divided by min(number of gold quotes, k); at most 1, since
    one passage may find several.
    """
    finding = sorted({rank for rank in ranks if rank <= k})
    precision = {rank: place / rank for place, rank in enumerate(finding, start=1)}
    return min(1.0, sum(precision[rank] for rank in ranks if rank <= k) / min(total, k))


def ndcg(ranks: tuple[int, ...], total: int, k: int) -> float:
    """Normalised discounted cumulative gain at k, binary gain.

    Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques"
    (TOIS 2002), with the discount 1 / log2(rank + 1). Each gold quote gains 1 once,
    where it is first found. The ideal finds one at each of the ranks 1 to
    min(number of gold quotes, k); at most 1, since one passage may find several.
    """
    gained = sum(1 / math.log2(rank + 1) for rank in ranks if rank <= k)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(total, k) + 1))
    return min(1.0, gained / ideal)
