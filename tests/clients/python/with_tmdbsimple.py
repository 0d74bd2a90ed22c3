"""tmdbsimple: hands on what it reads, and keeps it as attributes."""

import tmdbsimple as tmdb

from examine import IDS, Library, below


def redirect(address):
    """Gives every object another base address."""
    usual = tmdb.base.TMDB.__init__

    def init(self, *arguments, **named):
        usual(self, *arguments, **named)
        self.base_uri = f"{address}/3"

    tmdb.base.TMDB.__init__ = init


def attributes(method):
    """A call whose answer is read from the attributes of the object."""

    def call(**parameters):
        method(**parameters)
        return vars(method.__self__)

    return call


def of(kind, *ids):
    """Finds methods of an object by name."""
    return lambda name: getattr(kind(*ids), name)


def refusal(error):
    body = error.response.json()
    return {"http": error.response.status_code, "code": body["status_code"], "message": body["status_message"]}


def library(address, key):
    redirect(address)
    tmdb.API_KEY = key

    def with_a_wrong_key():
        tmdb.API_KEY = "wrong"
        try:
            return tmdb.Movies(IDS.movie).info()
        finally:
            tmdb.API_KEY = key

    season, episode = (IDS.series, IDS.season), (IDS.series, IDS.season, IDS.episode)
    calls = below("configuration", of(tmdb.Configuration), "countries jobs languages primary_translations timezones")
    calls |= below(
        "movie/{}",
        of(tmdb.Movies, IDS.movie),
        "alternative_titles changes credits external_ids images keywords lists recommendations "
        "release_dates releases reviews translations videos watch/providers",
    )
    calls |= below("movie", of(tmdb.Movies), "latest now_playing popular top_rated upcoming")
    calls |= below(
        "tv/{}",
        of(tmdb.TV, IDS.series),
        "aggregate_credits alternative_titles content_ratings credits episode_groups external_ids "
        "images keywords recommendations reviews screened_theatrically similar translations videos "
        "watch/providers",
    )
    calls |= below("tv", of(tmdb.TV), "latest airing_today on_the_air popular top_rated")
    calls |= below(
        "tv/{}/season/{}",
        of(tmdb.TV_Seasons, *season),
        "aggregate_credits credits external_ids images translations videos watch/providers",
    )
    calls |= below(
        "tv/{}/season/{}/episode/{}",
        of(tmdb.TV_Episodes, *episode),
        "credits external_ids images translations videos",
    )
    calls |= below(
        "person/{}",
        of(tmdb.People, IDS.person),
        "changes combined_credits external_ids images movie_credits tagged_images translations tv_credits",
    )
    calls |= below("person", of(tmdb.People), "latest popular")
    calls |= below("collection/{}", of(tmdb.Collections, IDS.collection), "images translations")
    calls |= below("company/{}", of(tmdb.Companies, IDS.company), "alternative_names images movies")
    calls |= below("network/{}", of(tmdb.Networks, IDS.network), "alternative_names images")
    calls |= below("watch/providers", of(tmdb.WatchProviders), "regions movie tv")
    calls |= below("search", of(tmdb.Search), "movie tv multi person collection company keyword")
    calls |= below("discover", of(tmdb.Discover), "movie tv")
    calls |= {
        "movie/{wrong key}": with_a_wrong_key,
        "configuration": tmdb.Configuration().info,
        "certification/movie/list": tmdb.Certifications().movie_list,
        "certification/tv/list": tmdb.Certifications().tv_list,
        "genre/movie/list": tmdb.Genres().movie_list,
        "genre/tv/list": tmdb.Genres().tv_list,
        "genre/{}/movies": tmdb.Genres(IDS.genre).movies,
        "movie/{}": tmdb.Movies(IDS.movie).info,
        "movie/{imdb}": attributes(tmdb.Movies(IDS.movie_by_imdb).info),
        "movie/{of a collection}": attributes(tmdb.Movies(IDS.movie_of_collection).info),
        "movie/{unknown}": tmdb.Movies(IDS.unknown).info,
        # It asks for movie/{}/similar_movies, an old name.
        "movie/{}/similar": tmdb.Movies(IDS.movie).similar_movies,
        "movie/changes": tmdb.Changes().movie,
        "tv/{}": tmdb.TV(IDS.series).info,
        "tv/{on a network}": attributes(tmdb.TV(IDS.series_on_network).info),
        "tv/{unknown}": tmdb.TV(IDS.unknown).info,
        "tv/{}/changes": tmdb.TV_Changes(IDS.series).series,
        "tv/changes": tmdb.Changes().tv,
        "tv/{}/season/{}": tmdb.TV_Seasons(*season).info,
        "tv/{}/season/{}/changes": tmdb.TV_Changes(IDS.season_id).season,
        "tv/{}/season/{}/episode/{}": tmdb.TV_Episodes(*episode).info,
        "tv/{}/season/{}/episode/{}/changes": tmdb.TV_Changes(IDS.episode_id).episode,
        "tv/episode_group/{unknown}": tmdb.TV_Episode_Groups(IDS.unknown_group).info,
        "person/{}": tmdb.People(IDS.person).info,
        "person/changes": tmdb.Changes().person,
        "collection/{}": tmdb.Collections(IDS.collection).info,
        "company/{}": tmdb.Companies(IDS.company).info,
        "network/{}": tmdb.Networks(IDS.network).info,
        "keyword/{}": tmdb.Keywords(IDS.keyword).info,
        "keyword/{}/movies": tmdb.Keywords(IDS.keyword).movies,
        "credit/{}": tmdb.Credits(IDS.credit).info,
        "credit/{of the crew}": tmdb.Credits(IDS.crew_credit).info,
        "credit/{of a series}": tmdb.Credits(IDS.series_credit).info,
        "review/{}": tmdb.Reviews(IDS.review).info,
        "find/{}": lambda external_id, **named: tmdb.Find(external_id).info(**named),
        "trending/{}/{}": lambda media_type, time_window, **named: tmdb.Trending(media_type, time_window).info(**named),
    }
    lacks = {"there is no such call": ["authentication", "tv/{}/lists"]}
    return Library("tmdbsimple", calls, lacks, refusal)
