"""Who is next: one batch of letters in order of urgency, a few at a time to each domain. Knows no SMTP."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from heapq import heappop, heappush

from cases.post.outbox import Dispatch, Outcome
from cases.vocabulary import LetterState
from flows.mail.posting import Post

STRIKES = 3
"""A domain that puts off this many letters in a row rests: the others for it are put back untried."""


class Round:
    """Hands out the letters of a batch, the first that may go first, and gathers what became of them."""

    def __init__(self, posts: Sequence[Post], per_domain: int, resting: Mapping[str, str] | None = None) -> None:
        self._per_domain = per_domain
        self._waiting: dict[str, deque[tuple[int, Post]]] = {}
        self._ready: list[tuple[int, str]] = []
        self._offered = set[str]()
        self._under_way = Counter[str]()
        self._strikes = Counter[str]()
        self._left = len(posts)
        self._freed = asyncio.Event()
        self._dispatch = Dispatch()
        for n, post in enumerate(posts):
            self._waiting.setdefault(post.domain, deque()).append((n, post))
        for domain in self._waiting:
            self._offer(domain)
        for domain, answer in (resting or {}).items():
            self._rest(domain, answer)

    async def next(self) -> Post | None:
        """The next letter; None when none is left for this worker."""
        while True:
            if (post := self._take()) is not None:
                return post
            if not self._left:
                self._freed.set()
                return None
            self._freed.clear()
            await self._freed.wait()

    def done(self, post: Post, outcome: Outcome) -> None:
        """Note what became of a letter; its domain is free for the next."""
        domain = post.domain
        self._dispatch.outcomes.append(outcome)
        self._under_way[domain] -= 1
        if outcome.state is LetterState.ACCEPTED:
            self._strikes[domain] = 0
            self._dispatch.reached.add(domain)
        elif outcome.state is LetterState.DEFERRED and outcome.tried and outcome.answer[:1] == "4":
            self._strikes[domain] += 1
            if self._strikes[domain] >= STRIKES:
                self._rest(domain, outcome.answer)
        self._offer(domain)
        if not self._freed.is_set():
            self._freed.set()

    def stop(self, why: str) -> None:
        """Our server is away: everything still waiting is put back."""
        self._dispatch.away = self._dispatch.away or why
        for domain in list(self._waiting):
            self._put_back(domain, why)
        self._freed.set()

    def result(self) -> Dispatch:
        self._dispatch.reached -= self._dispatch.resting.keys()
        return self._dispatch

    def _take(self) -> Post | None:
        if not self._ready:
            return None
        _, domain = heappop(self._ready)
        self._offered.discard(domain)
        if not self._waiting.get(domain):
            return self._take()
        _, post = self._waiting[domain].popleft()
        self._left -= 1
        self._under_way[domain] += 1
        self._offer(domain)
        return post

    def _offer(self, domain: str) -> None:
        """Put the domain's first letter up, unless it is up already or the domain has its share under way."""
        waiting = self._waiting.get(domain)
        if waiting and domain not in self._offered and self._under_way[domain] < self._per_domain:
            self._offered.add(domain)
            heappush(self._ready, (waiting[0][0], domain))

    def _rest(self, domain: str, answer: str) -> None:
        self._dispatch.resting[domain] = answer
        self._put_back(domain, answer)

    def _put_back(self, domain: str, why: str) -> None:
        waiting = self._waiting.get(domain)
        while waiting:
            _, post = waiting.popleft()
            self._left -= 1
            self._dispatch.outcomes.append(Outcome(post.id, LetterState.DEFERRED, why, tried=False))
