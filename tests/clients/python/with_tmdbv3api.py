"""tmdbv3api: makes an object of every answer, and sends a language with every request."""

import tmdbv3api
import tmdbv3api.tmdb

from examine import CASES, IDS, Library, below


def redirect(address):
    """Gives every object another base address."""
    usual = tmdbv3api.tmdb.TMDb.__init__

    def init(self, *arguments, **named):
        usual(self, *arguments, **named)
        self._base = f"{address}/3"

    tmdbv3api.tmdb.TMDb.__init__ = init


def of(thing, *ids):
    """Finds methods by name and gives them ids."""
    return lambda name: lambda **named: getattr(thing, name)(*ids, **named)


def plain(answer):
    if not isinstance(answer, tmdbv3api.as_obj.AsObj):
        return answer
    members = answer.items()
    return {key: plain(value) for key, value in members} if members else [plain(value) for value in answer]


def library(address, key):
    redirect(address)
    tmdb = tmdbv3api.TMDb()
    tmdb.api_key = key

    def speaking(call):
        """The language is a setting of the whole process."""

        def taking(language="en-US", **named):
            tmdb.language = language
            return call(**named)

        return taking

    def with_a_wrong_key():
        tmdb.api_key = "wrong"
        try:
            return movie.details(IDS.movie)
        finally:
            tmdb.api_key = key

    def movie_details(include_image_language=None, **named):
        return movie.details(IDS.movie, **named)

    def search_movies(query, include_adult=None, primary_release_year=None, **named):
        # With `adult=False` it would lose the words to search for.
        return search.movies(query, release_year=primary_release_year, **named)

    def trending(media_type, time_window, **named):
        return getattr(tmdbv3api.Trending(), f"{media_type}_{time_window}")(**named)

    movie, series, season, episode = tmdbv3api.Movie(), tmdbv3api.TV(), tmdbv3api.Season(), tmdbv3api.Episode()
    person, collection, company = tmdbv3api.Person(), tmdbv3api.Collection(), tmdbv3api.Company()
    network, keyword, search = tmdbv3api.Network(), tmdbv3api.Keyword(), tmdbv3api.Search()
    configuration, discover, change = tmdbv3api.Configuration(), tmdbv3api.Discover(), tmdbv3api.Change()
    season_ids, episode_ids = (IDS.series, IDS.season), (IDS.series, IDS.season, IDS.episode)

    calls = below("configuration", of(configuration), "countries jobs languages primary_translations timezones")
    calls |= below(
        "movie/{}",
        of(movie, IDS.movie),
        "alternative_titles changes credits external_ids images keywords lists recommendations "
        "release_dates reviews similar translations videos watch/providers",
    )
    calls |= below("movie", of(movie), "latest now_playing popular top_rated upcoming")
    calls |= below(
        "tv/{}",
        of(series, IDS.series),
        "aggregate_credits alternative_titles changes content_ratings credits episode_groups "
        "external_ids images keywords recommendations reviews screened_theatrically similar "
        "translations videos watch/providers",
    )
    calls |= below("tv", of(series), "latest airing_today on_the_air popular top_rated")
    calls |= below(
        "tv/{}/season/{}",
        of(season, *season_ids),
        "aggregate_credits credits external_ids images translations videos",
    )
    calls |= below(
        "tv/{}/season/{}/episode/{}",
        of(episode, *episode_ids),
        "credits external_ids images translations videos",
    )
    calls |= below(
        "person/{}",
        of(person, IDS.person),
        "changes combined_credits external_ids images movie_credits tagged_images translations tv_credits",
    )
    calls |= below("person", of(person), "latest popular")
    calls |= below("collection/{}", of(collection, IDS.collection), "images translations")
    calls |= below("company/{}", of(company, IDS.company), "alternative_names images movies")
    calls |= below("network/{}", of(network, IDS.network), "alternative_names images")
    calls |= {
        "movie/{wrong key}": with_a_wrong_key,
        "configuration": configuration.api_configuration,
        "certification/movie/list": tmdbv3api.Certification().movie_list,
        "certification/tv/list": tmdbv3api.Certification().tv_list,
        "genre/movie/list": tmdbv3api.Genre().movie_list,
        "genre/tv/list": tmdbv3api.Genre().tv_list,
        "watch/providers/regions": tmdbv3api.Provider().available_regions,
        "watch/providers/movie": lambda watch_region=None: tmdbv3api.Provider().movie_providers(watch_region),
        "watch/providers/tv": tmdbv3api.Provider().tv_providers,
        "movie/{}": movie_details,
        "movie/{imdb}": lambda: movie.details(IDS.movie_by_imdb),
        "movie/{of a collection}": lambda: movie.details(IDS.movie_of_collection),
        "movie/{unknown}": lambda: movie.details(IDS.unknown),
        "movie/changes": change.movie_change_list,
        "tv/{}": lambda **named: series.details(IDS.series, **named),
        "tv/{on a network}": lambda: series.details(IDS.series_on_network),
        "tv/{unknown}": lambda: series.details(IDS.unknown),
        "tv/changes": change.tv_change_list,
        "tv/{}/season/{}": lambda **named: season.details(*season_ids, **named),
        "tv/{}/season/{}/changes": lambda: season.changes(IDS.season_id),
        "tv/{}/season/{}/episode/{}": lambda **named: episode.details(*episode_ids, **named),
        "tv/{}/season/{}/episode/{}/changes": lambda: episode.changes(IDS.episode_id),
        "tv/episode_group/{unknown}": lambda: tmdbv3api.Group().details(IDS.unknown_group),
        "person/{}": lambda **named: person.details(IDS.person, **named),
        "person/changes": change.person_change_list,
        "collection/{}": lambda: collection.details(IDS.collection),
        "company/{}": lambda: company.details(IDS.company),
        "network/{}": lambda: network.details(IDS.network),
        "keyword/{}": lambda: keyword.details(IDS.keyword),
        "keyword/{}/movies": lambda: keyword.movies(IDS.keyword),
        "credit/{}": lambda: tmdbv3api.Credit().details(IDS.credit),
        "credit/{of the crew}": lambda: tmdbv3api.Credit().details(IDS.crew_credit),
        "credit/{of a series}": lambda: tmdbv3api.Credit().details(IDS.series_credit),
        "review/{}": lambda: tmdbv3api.Review().details(IDS.review),
        "find/{}": tmdbv3api.Find().find,
        "search/movie": search_movies,
        "search/tv": lambda query, first_air_date_year=None: search.tv_shows(query, release_year=first_air_date_year),
        "search/multi": lambda query: search.multi(query),
        "search/person": lambda query: search.people(query),
        "search/collection": lambda query: search.collections(query),
        "search/company": lambda query: search.companies(query),
        "search/keyword": lambda query: search.keywords(query),
        "discover/movie": lambda **named: discover.discover_movies(named),
        "discover/tv": lambda **named: discover.discover_tv_shows(named),
        "trending/{}/{}": trending,
    }
    lacks = {
        "there is no such call": [
            "authentication",
            "genre/{}/movies",
            "movie/{}/releases",
            "tv/{}/lists",
            "tv/{}/season/{}/watch/providers",
        ]
    }
    return Library(
        "tmdbv3api",
        {name: speaking(call) for name, call in calls.items()},
        lacks,
        lambda error: {"message": str(error)},
        plain,
        OTHERWISE,
    )


# Maps by country become lists, whose rows say their country under the name of the map.
OTHERWISE = {
    "certification/movie/list": {"certifications[certifications=US].US[certification=PG-13].order": 3},
    "certification/tv/list": {"certifications[certifications=US].US[certification=TV-MA].order": 6},
    "movie/{}/watch/providers": {"results[results=US].US[US=free].free[].provider_name": ["Internet Archive"]},
    "tv/{}/watch/providers": {"results[results=US].US[US=free].free[].provider_name": ["Internet Archive"]},
}
# It sends `language=en-US` for images too, so that those without language are left out unless they are asked for.
for path in ("movie/{}/images", "tv/{}/images", "collection/{}/images"):
    OTHERWISE[path] = {"posters[].iso_639_1": ["en"], "backdrops": []}
for case in ("movie/{}/images, of another language", "tv/{}/images, of another language"):
    OTHERWISE[case] = {"posters[].iso_639_1": ["en"], "backdrops": []}
OTHERWISE["tv/{}/season/{}/episode/{}/images"] = {"stills": []}
for case, path in (
    ("movie/{}, with parts", "images.backdrops"),
    ("tv/{}/season/{}/episode/{}, with parts", "images.stills"),
):
    OTHERWISE[case] = CASES[case]["gives"] | {f"{path}.length": 0}
