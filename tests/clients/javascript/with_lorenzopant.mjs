// @lorenzopant/tmdb: leaves out what is null.

import { TMDB } from "@lorenzopant/tmdb";

import { ids } from "./examine.mjs";

export default function library(address, key) {
  const connect = (key) => {
    const tmdb = new TMDB(key);
    for (const part of Object.values(tmdb)) if (part?.client?.baseUrl) part.client.baseUrl = `${address}/3`;
    return tmdb;
  };
  const tmdb = connect(key);
  const movie = { movie_id: ids.movie };
  const series = { series_id: ids.series };
  const season = { ...series, season_number: ids.season };
  const episode = { ...season, episode_number: ids.episode };
  const person = { person_id: ids.person };
  const collection = { collection_id: ids.collection };
  const company = { company_id: ids.company };
  const network = { network_id: ids.network };

  const call =
    (part, method, fixed = {}) =>
    (parameters) =>
      part[method]({ ...fixed, ...parameters });
  /** Calls below a path: methods of a part of the library. */
  const calls = (path, part, fixed, names) =>
    Object.fromEntries(names.split(" ").map((name) => [`${path}/${name}`, call(part, name.replace("/", "_"), fixed)]));

  return {
    name: "@lorenzopant/tmdb",
    calls: {
      ...calls("configuration", tmdb.configuration, {}, "countries jobs languages primary_translations timezones"),
      ...calls(
        "movie/{}",
        tmdb.movies,
        movie,
        "alternative_titles changes credits external_ids images keywords recommendations release_dates reviews similar " +
          "translations videos watch/providers",
      ),
      ...calls("movie", tmdb.movie_lists, {}, "now_playing popular top_rated upcoming"),
      ...calls(
        "tv/{}",
        tmdb.tv_series,
        series,
        "aggregate_credits alternative_titles changes content_ratings credits episode_groups external_ids images " +
          "keywords lists recommendations reviews screened_theatrically similar translations videos watch/providers",
      ),
      ...calls("tv", tmdb.tv_lists, {}, "airing_today on_the_air popular top_rated"),
      ...calls(
        "tv/{}/season/{}",
        tmdb.tv_seasons,
        season,
        "aggregate_credits credits external_ids images translations videos watch/providers",
      ),
      ...calls("tv/{}/season/{}/episode/{}", tmdb.tv_episodes, episode, "credits external_ids images translations videos"),
      ...calls(
        "person/{}",
        tmdb.people,
        person,
        "changes combined_credits external_ids images movie_credits tagged_images translations tv_credits",
      ),
      ...calls("collection/{}", tmdb.collections, collection, "images translations"),
      ...calls("company/{}", tmdb.companies, company, "alternative_names images"),
      ...calls("network/{}", tmdb.networks, network, "alternative_names images"),
      ...calls("discover", tmdb.discover, {}, "movie tv"),
      authentication: () => tmdb.authentication.validate_key(),
      "movie/{wrong key}": () => connect("wrong").movies.details(movie),
      configuration: () => tmdb.configuration.details(),
      "certification/movie/list": () => tmdb.certifications.movie_certifications(),
      "certification/tv/list": () => tmdb.certifications.tv_certifications(),
      "genre/movie/list": call(tmdb.genres, "movie_list"),
      "genre/tv/list": call(tmdb.genres, "tv_list"),
      "watch/providers/regions": call(tmdb.watch_providers, "available_regions"),
      "watch/providers/movie": call(tmdb.watch_providers, "movie_providers"),
      "watch/providers/tv": call(tmdb.watch_providers, "tv_providers"),
      "movie/{}": call(tmdb.movies, "details", movie),
      "movie/{imdb}": call(tmdb.movies, "details", { movie_id: ids.movie_by_imdb }),
      "movie/{of a collection}": call(tmdb.movies, "details", { movie_id: ids.movie_of_collection }),
      "movie/{unknown}": call(tmdb.movies, "details", { movie_id: ids.unknown }),
      "movie/changes": call(tmdb.changes, "movie_list"),
      "movie/latest": () => tmdb.movies.latest(),
      "tv/{}": call(tmdb.tv_series, "details", series),
      "tv/{on a network}": call(tmdb.tv_series, "details", { series_id: ids.series_on_network }),
      "tv/{unknown}": call(tmdb.tv_series, "details", { series_id: ids.unknown }),
      "tv/changes": call(tmdb.changes, "tv_list"),
      "tv/latest": () => tmdb.tv_series.latest(),
      "tv/{}/season/{}": call(tmdb.tv_seasons, "details", season),
      "tv/{}/season/{}/changes": call(tmdb.tv_seasons, "changes", { season_id: ids.season_id }),
      "tv/{}/season/{}/episode/{}": call(tmdb.tv_episodes, "details", episode),
      "tv/{}/season/{}/episode/{}/changes": call(tmdb.tv_episodes, "changes", { episode_id: ids.episode_id }),
      "tv/episode_group/{unknown}": call(tmdb.tv_episode_groups, "details", { episode_group_id: ids.unknown_group }),
      "person/{}": call(tmdb.people, "details", person),
      "person/changes": call(tmdb.changes, "people_list"),
      "person/latest": () => tmdb.people.latest(),
      "person/popular": call(tmdb.people_lists, "popular"),
      "collection/{}": call(tmdb.collections, "details", collection),
      "company/{}": call(tmdb.companies, "details", company),
      "network/{}": call(tmdb.networks, "details", network),
      "keyword/{}": call(tmdb.keywords, "details", { keyword_id: ids.keyword }),
      "keyword/{}/movies": call(tmdb.keywords, "movies", { keyword_id: ids.keyword }),
      "credit/{}": call(tmdb.credits, "details", { credit_id: ids.credit }),
      "credit/{of the crew}": call(tmdb.credits, "details", { credit_id: ids.crew_credit }),
      "credit/{of a series}": call(tmdb.credits, "details", { credit_id: ids.series_credit }),
      "review/{}": call(tmdb.reviews, "details", { review_id: ids.review }),
      "find/{}": call(tmdb.find, "by_id"),
      "search/movie": call(tmdb.search, "movies"),
      "search/tv": call(tmdb.search, "tv_series"),
      "search/multi": call(tmdb.search, "multi"),
      "search/person": call(tmdb.search, "person"),
      "search/collection": call(tmdb.search, "collections"),
      "search/company": call(tmdb.search, "company"),
      "search/keyword": call(tmdb.search, "keyword"),
      "trending/{}/{}": ({ media_type, ...parameters }) => {
        const method = { movie: "movies", tv: "tv", person: "people", all: "all" }[media_type];
        return tmdb.trending[method](parameters);
      },
    },
    lacks: {
      "there is no such call": ["company/{}/movies", "genre/{}/movies", "movie/{}/lists", "movie/{}/releases"],
      "there is no such parameter": ["tv/{}/videos, of some languages"],
    },
    refusal: ({ http_status_code: http, tmdb_status_code: code, message }) => ({ http, code, message }),
  };
}
