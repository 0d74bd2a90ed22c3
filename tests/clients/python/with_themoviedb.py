"""themoviedb: reads every answer into typed classes, at once or with asyncio."""

import asyncio

import themoviedb
from themoviedb.utils import as_dict

from examine import IDS, Library, below


def of(resource):
    """Finds calls of a resource by name."""
    return lambda name: lambda client, **named: getattr(resource(client), name)(**named)


def find(client, external_id, external_source):
    sources = {"imdb_id": client.find().by_imdb, "tvdb_id": client.find().by_tvdb}
    return sources[external_source](external_id)


def trending(client, media_type, time_window, **named):
    period = {"day": "daily", "week": "weekly"}[time_window]
    return getattr(client.trending(), f"{media_type}_{period}")(**named)


def movie_details(client, include_image_language="null", **named):
    return movie(client).details(image_language=include_image_language, **named)


movie, series = lambda client: client.movie(IDS.movie), lambda client: client.tv(IDS.series)
season = lambda client: client.season(IDS.series, IDS.season)
episode = lambda client: client.episode(IDS.series, IDS.season, IDS.episode)
person, collection = lambda client: client.person(IDS.person), lambda client: client.collection(IDS.collection)
company, network = lambda client: client.company(IDS.company), lambda client: client.network(IDS.network)
movies, tvs = lambda client: client.movies(), lambda client: client.tvs()
search = of(lambda client: client.search())

# Each takes a client and the parameters of a case.
CALLS = {
    "certification/movie/list": lambda client: client.certifications().movie(),
    "certification/tv/list": lambda client: client.certifications().tv(),
    "genre/movie/list": lambda client: client.genres().movie(),
    "genre/tv/list": lambda client: client.genres().tv(),
    "movie/{}": movie_details,
    "movie/{imdb}": lambda client: client.movie(IDS.movie_by_imdb).details(),
    "movie/{of a collection}": lambda client: client.movie(IDS.movie_of_collection).details(),
    "movie/{unknown}": lambda client: client.movie(IDS.unknown).details(),
    "tv/{}": of(series)("details"),
    "tv/{on a network}": lambda client: client.tv(IDS.series_on_network).details(),
    "tv/{unknown}": lambda client: client.tv(IDS.unknown).details(),
    "tv/{}/season/{}": of(season)("details"),
    "tv/{}/season/{}/episode/{}": of(episode)("details"),
    "tv/episode_group/{unknown}": lambda client: client.episode_group(IDS.unknown_group).details(),
    "person/{}": of(person)("details"),
    "person/latest": lambda client: client.people().latest(),
    "person/popular": lambda client: client.people().popular(),
    "collection/{}": of(collection)("details"),
    "company/{}": of(company)("details"),
    "network/{}": of(network)("details"),
    "keyword/{}": lambda client: client.keyword(IDS.keyword).details(),
    "keyword/{}/movies": lambda client: client.keyword(IDS.keyword).movies(),
    "credit/{}": lambda client: client.credit(IDS.credit).details(),
    "credit/{of the crew}": lambda client: client.credit(IDS.crew_credit).details(),
    "credit/{of a series}": lambda client: client.credit(IDS.series_credit).details(),
    "find/{}": find,
    "search/movie": search("movies"),
    "search/tv": search("tv"),
    "search/multi": search("multi"),
    "search/person": search("people"),
    "search/collection": search("collections"),
    "search/company": search("companies"),
    "search/keyword": search("keywords"),
    "trending/{}/{}": trending,
}
CALLS |= below(
    "movie/{}",
    of(movie),
    "alternative_titles credits external_ids images keywords lists recommendations "
    "release_dates similar translations videos watch/providers",
)
CALLS |= below("movie", of(movies), "latest now_playing popular top_rated upcoming")
CALLS |= below(
    "tv/{}",
    of(series),
    "aggregate_credits alternative_titles content_ratings credits episode_groups external_ids "
    "images keywords recommendations reviews screened_theatrically similar translations videos "
    "watch/providers",
)
CALLS |= below("tv", of(tvs), "latest airing_today on_the_air popular top_rated")
CALLS |= below("tv/{}/season/{}", of(season), "aggregate_credits credits external_ids images translations videos")
CALLS |= below("tv/{}/season/{}/episode/{}", of(episode), "credits external_ids images translations videos")
CALLS |= below(
    "person/{}",
    of(person),
    "combined_credits external_ids images movie_credits tagged_images translations tv_credits",
)
CALLS |= below("collection/{}", of(collection), "images translations")
CALLS |= below("company/{}", of(company), "alternative_names images")
CALLS |= below("network/{}", of(network), "alternative_names images")
CALLS |= below("watch/providers", of(lambda client: client.watch_providers()), "regions movie tv")
CALLS |= below("discover", of(lambda client: client.discover()), "movie tv")

LACKS = {
    "there is no such call": [
        "authentication",
        "configuration",
        "configuration/countries",
        "configuration/jobs",
        "configuration/languages",
        "configuration/primary_translations",
        "configuration/timezones",
        "company/{}/movies",
        "genre/{}/movies",
        "movie/changes",
        "movie/{}/changes",
        "movie/{}/releases",
        "tv/changes",
        "tv/{}/changes",
        "tv/{}/lists",
        "tv/{}/season/{}/changes",
        "tv/{}/season/{}/watch/providers",
        "tv/{}/season/{}/episode/{}/changes",
        "person/changes",
        "person/{}/changes",
        "trending/{}/{}, everything of the day",
        "trending/{}/{}, everything of the week",
    ],
    "there is no such parameter": [
        "tv/{}/images, of another language",
        "tv/{}/videos, of some languages",
        "discover/tv, ended miniseries",
        "tv/{}/season/{}/episode/{}/images, without language",
        "find/{}, by another source",
    ],
    "its classes have no place for these parts": [
        "tv/{}, with seasons",
        "tv/{}/season/{}, with parts",
        "tv/{}/season/{}/episode/{}, with parts",
    ],
    "it does not know that collections are found, as they are in genuine answers": ["search/multi, with a collection"],
    "it reads the ratings of reviews as integers, and genuine answers give 9.0": [
        "movie/{}/reviews",
        "movie/{}, with reviews",
        "review/{}",
    ],
}
FORGETS = {
    ("movie/{}", "origin_country"),
    ("watch/providers/movie", "results.0.display_priorities.US"),
    # It takes every credit for one of a series.
    ("credit/{}", "media.title"),
}


def refusal(error):
    return {"http": error.status_code}


def plain(answer):
    answer = as_dict(answer)
    if "watch_providers" in answer:
        answer["watch/providers"] = answer.pop("watch_providers")
    return answer


def connect(kind, address, key, language=None, region=""):
    client = kind(api_key=key, language=language, region=region)
    client._config.host = address
    return client


def prepared(name, kind, address, key, client):
    """The library with a client. Language and region are settings of clients, and always sent."""

    def with_parameters(call):
        def taking(language=None, region="", **named):
            special = language or region
            chosen = connect(kind, address, key, language, region) if special else client
            return call(chosen, **{word.replace(".", "__"): value for word, value in named.items()})

        return taking

    calls = {path: with_parameters(call) for path, call in CALLS.items()}
    calls["movie/{wrong key}"] = lambda: movie(connect(kind, address, "wrong")).details()
    return Library(name, calls, LACKS, refusal, plain, forgets=FORGETS, typed=True)


def library(address, key):
    return prepared("themoviedb", themoviedb.TMDb, address, key, connect(themoviedb.TMDb, address, key))


def asynchronous_library(address, key):
    client = connect(themoviedb.aioTMDb, address, key)

    async def attempt(call):
        return await call()

    async def attempt_each(calls):
        async with client:
            return await asyncio.gather(*map(attempt, calls), return_exceptions=True)

    library = prepared("themoviedb with asyncio", themoviedb.aioTMDb, address, key, client)
    library.attempt_each = lambda calls: asyncio.run(attempt_each(calls))
    return library
