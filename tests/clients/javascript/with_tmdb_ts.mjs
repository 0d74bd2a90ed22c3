// tmdb-ts: hands on what it reads. It sends its key as a bearer token.

import { TMDB } from "tmdb-ts";

import { ids } from "./examine.mjs";

const { movie, series, person, collection, company, network, keyword } = ids;

export default function library(address, key) {
  const redirected = (url, options) => fetch(url.replace("https://api.themoviedb.org", address), options);
  const connect = (key) => new TMDB(key, { fetch: redirected });
  const tmdb = connect(key);
  const season = { tvShowID: series, seasonNumber: ids.season };
  const episode = { ...season, episodeNumber: ids.episode };

  const listed = (text) => text?.split(",");
  const languages = ({ include_image_language: images, include_video_language: videos, ...parameters }) => ({
    ...parameters,
    include_image_language: listed(images),
    include_video_language: listed(videos),
  });
  const details =
    (endpoint, id) =>
    ({ append_to_response, language }) =>
      endpoint.details(id, listed(append_to_response), language);
  const partDetails =
    (endpoint, id) =>
    ({ append_to_response, ...parameters }) =>
      endpoint.details(id, listed(append_to_response), parameters);

  /** Calls below a path: names of methods of an endpoint, which take an id before the parameters. */
  const calls = (path, endpoint, id, methods) =>
    Object.fromEntries(
      Object.entries(methods).map(([name, method]) => [
        `${path}/${name}`,
        (parameters) => endpoint[method](...[id].flat(), languages(parameters)),
      ]),
    );

  return {
    name: "tmdb-ts",
    calls: {
      ...calls("configuration", tmdb.configuration, [], {
        countries: "getCountries",
        jobs: "getJobs",
        languages: "getLanguages",
        primary_translations: "getPrimaryTranslations",
        timezones: "getTimezones",
      }),
      ...calls("certification", tmdb.certifications, [], { "movie/list": "movies", "tv/list": "tvShows" }),
      ...calls("genre", tmdb.genres, [], { "movie/list": "movies", "tv/list": "tvShows" }),
      ...calls("watch/providers", tmdb.watchProviders, [], {
        regions: "getRegions",
        movie: "getMovieProviders",
        tv: "getTvProviders",
      }),
      ...calls("movie/{}", tmdb.movies, movie, {
        alternative_titles: "alternativeTitles",
        changes: "changes",
        credits: "credits",
        external_ids: "externalIds",
        images: "images",
        keywords: "keywords",
        lists: "lists",
        recommendations: "recommendations",
        release_dates: "releaseDates",
        reviews: "reviews",
        similar: "similar",
        translations: "translations",
        videos: "videos",
        "watch/providers": "watchProviders",
      }),
      ...calls("movie", tmdb.movies, [], {
        latest: "latest",
        now_playing: "nowPlaying",
        popular: "popular",
        top_rated: "topRated",
        upcoming: "upcoming",
      }),
      ...calls("tv/{}", tmdb.tvShows, series, {
        aggregate_credits: "aggregateCredits",
        alternative_titles: "alternativeTitles",
        changes: "changes",
        content_ratings: "contentRatings",
        credits: "credits",
        episode_groups: "episodeGroups",
        external_ids: "externalIds",
        images: "images",
        keywords: "keywords",
        recommendations: "recommendations",
        reviews: "reviews",
        screened_theatrically: "screenedTheatrically",
        similar: "similar",
        translations: "translations",
        videos: "videos",
        "watch/providers": "watchProviders",
      }),
      ...calls("tv", tmdb.tvShows, [], {
        latest: "latest",
        airing_today: "airingToday",
        on_the_air: "onTheAir",
        popular: "popular",
        top_rated: "topRated",
      }),
      ...calls("tv/{}/season/{}", tmdb.tvSeasons, season, {
        aggregate_credits: "aggregateCredits",
        credits: "credits",
        external_ids: "externalIds",
        images: "images",
        translations: "translations",
        videos: "videos",
      }),
      ...calls("tv/{}/season/{}/episode/{}", tmdb.tvEpisode, episode, {
        credits: "credits",
        external_ids: "externalIds",
        images: "images",
        translations: "translations",
        videos: "videos",
      }),
      ...calls("person/{}", tmdb.people, person, {
        changes: "changes",
        combined_credits: "combinedCredits",
        external_ids: "externalId",
        images: "images",
        movie_credits: "movieCredits",
        tagged_images: "taggedImages",
        translations: "translation",
        tv_credits: "tvShowCredits",
      }),
      ...calls("person", tmdb.people, [], { latest: "latest", popular: "popular" }),
      ...calls("collection/{}", tmdb.collections, collection, { images: "images", translations: "translations" }),
      ...calls("company/{}", tmdb.companies, company, { alternative_names: "alternativeNames", images: "images" }),
      ...calls("network/{}", tmdb.networks, network, { alternative_names: "alternativeNames", images: "images" }),
      ...calls("search", tmdb.search, [], {
        movie: "movies",
        tv: "tvShows",
        multi: "multi",
        person: "people",
        collection: "collections",
        company: "companies",
        keyword: "keywords",
      }),
      ...calls("discover", tmdb.discover, [], { movie: "movie", tv: "tvShow" }),
      "movie/{wrong key}": () => connect("wrong").movies.details(movie),
      configuration: () => tmdb.configuration.getApiConfiguration(),
      "movie/{}": details(tmdb.movies, movie),
      "movie/{imdb}": details(tmdb.movies, ids.movie_by_imdb),
      "movie/{of a collection}": details(tmdb.movies, ids.movie_of_collection),
      "movie/{unknown}": details(tmdb.movies, ids.unknown),
      "movie/changes": (parameters) => tmdb.changes.movies(parameters),
      "tv/{}": details(tmdb.tvShows, series),
      "tv/{on a network}": details(tmdb.tvShows, ids.series_on_network),
      "tv/{unknown}": details(tmdb.tvShows, ids.unknown),
      "tv/changes": () => tmdb.changes.tvShows(),
      "tv/{}/season/{}": partDetails(tmdb.tvSeasons, season),
      "tv/{}/season/{}/changes": () => tmdb.tvSeasons.changes(ids.season_id),
      "tv/{}/season/{}/episode/{}": partDetails(tmdb.tvEpisode, episode),
      "tv/{}/season/{}/episode/{}/changes": () => tmdb.tvEpisode.changes(ids.episode_id),
      "person/{}": details(tmdb.people, person),
      "person/changes": () => tmdb.changes.person(),
      "collection/{}": (parameters) => tmdb.collections.details(collection, parameters),
      "company/{}": () => tmdb.companies.details(company),
      "network/{}": () => tmdb.networks.details(network),
      "keyword/{}": () => tmdb.keywords.details(keyword),
      "keyword/{}/movies": () => tmdb.keywords.belongingMovies(keyword),
      "credit/{}": () => tmdb.credits.getById(ids.credit),
      "credit/{of the crew}": () => tmdb.credits.getById(ids.crew_credit),
      "credit/{of a series}": () => tmdb.credits.getById(ids.series_credit),
      "review/{}": () => tmdb.review.details(ids.review),
      "find/{}": ({ external_id, ...parameters }) => tmdb.find.byExternalId(external_id, parameters),
      "trending/{}/{}": ({ media_type, time_window, ...parameters }) =>
        tmdb.trending.trending(media_type, time_window, parameters),
    },
    lacks: {
      "there is no such call": [
        "authentication",
        "company/{}/movies",
        "genre/{}/movies",
        "movie/{}/releases",
        "tv/episode_group/{unknown}",
        "tv/{}/lists",
        "tv/{}/season/{}/watch/providers",
      ],
      "there is no such parameter": ["configuration/countries, in German", "movie/{}/alternative_titles, of a country"],
    },
    refusal: ({ status_code: code, status_message: message }) => ({ code, message }),
  };
}
