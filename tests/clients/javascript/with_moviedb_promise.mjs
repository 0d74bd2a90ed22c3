// moviedb-promise: hands on what it reads.

import { MovieDb } from "moviedb-promise";

import { ids } from "./examine.mjs";

export default function library(address, key) {
  const connect = (key) => new MovieDb(key, `${address}/3/`);
  const tmdb = connect(key);
  /** Calls by path: names of methods, which take ids and parameters in one object. */
  const calls = (fixed, methods) =>
    Object.fromEntries(
      Object.entries(methods).map(([path, method]) => [path, (parameters) => tmdb[method]({ ...fixed, ...parameters })]),
    );
  const season = { id: ids.series, season_number: ids.season };
  return {
    name: "moviedb-promise",
    calls: {
      ...calls(
        {},
        {
          "configuration/countries": "countries",
          "genre/movie/list": "genreMovieList",
          "genre/tv/list": "genreTvList",
          "watch/providers/movie": "movieWatchProviderList",
          "watch/providers/tv": "tvWatchProviderList",
          "movie/changes": "changedMovies",
          "movie/latest": "movieLatest",
          "movie/now_playing": "movieNowPlaying",
          "movie/popular": "moviePopular",
          "movie/top_rated": "movieTopRated",
          "movie/upcoming": "upcomingMovies",
          "tv/changes": "changedTvs",
          "tv/latest": "tvLatest",
          "tv/airing_today": "tvAiringToday",
          "tv/on_the_air": "tvOnTheAir",
          "tv/popular": "tvPopular",
          "tv/top_rated": "tvTopRated",
          "person/changes": "changedPeople",
          "person/latest": "personLatest",
          "person/popular": "personPopular",
          "search/movie": "searchMovie",
          "search/tv": "searchTv",
          "search/multi": "searchMulti",
          "search/person": "searchPerson",
          "search/collection": "searchCollection",
          "search/company": "searchCompany",
          "search/keyword": "searchKeyword",
          "discover/movie": "discoverMovie",
          "discover/tv": "discoverTv",
          "trending/{}/{}": "trending",
        },
      ),
      ...calls(
        { id: ids.movie },
        {
          "movie/{}": "movieInfo",
          "movie/{}/alternative_titles": "movieAlternativeTitles",
          "movie/{}/changes": "movieChanges",
          "movie/{}/credits": "movieCredits",
          "movie/{}/external_ids": "movieExternalIds",
          "movie/{}/images": "movieImages",
          "movie/{}/keywords": "movieKeywords",
          "movie/{}/lists": "movieLists",
          "movie/{}/recommendations": "movieRecommendations",
          "movie/{}/release_dates": "movieReleaseDates",
          "movie/{}/reviews": "movieReviews",
          "movie/{}/similar": "movieSimilar",
          "movie/{}/translations": "movieTranslations",
          "movie/{}/videos": "movieVideos",
          "movie/{}/watch/providers": "movieWatchProviders",
        },
      ),
      ...calls(
        { id: ids.series },
        {
          "tv/{}": "tvInfo",
          "tv/{}/aggregate_credits": "tvAggregateCredits",
          "tv/{}/alternative_titles": "tvAlternativeTitles",
          "tv/{}/changes": "tvChanges",
          "tv/{}/content_ratings": "tvContentRatings",
          "tv/{}/credits": "tvCredits",
          "tv/{}/episode_groups": "episodeGroups",
          "tv/{}/external_ids": "tvExternalIds",
          "tv/{}/images": "tvImages",
          "tv/{}/keywords": "tvKeywords",
          "tv/{}/recommendations": "tvRecommendations",
          "tv/{}/reviews": "tvReviews",
          "tv/{}/screened_theatrically": "tvScreenedTheatrically",
          "tv/{}/similar": "tvSimilar",
          "tv/{}/translations": "tvTranslations",
          "tv/{}/videos": "tvVideos",
          "tv/{}/watch/providers": "tvWatchProviders",
        },
      ),
      ...calls(season, {
        "tv/{}/season/{}": "seasonInfo",
        "tv/{}/season/{}/aggregate_credits": "seasonAggregateCredits",
        "tv/{}/season/{}/credits": "seasonCredits",
        "tv/{}/season/{}/external_ids": "seasonExternalIds",
        "tv/{}/season/{}/images": "seasonImages",
        "tv/{}/season/{}/videos": "seasonVideos",
      }),
      ...calls(
        { ...season, episode_number: ids.episode },
        {
          "tv/{}/season/{}/episode/{}": "episodeInfo",
          "tv/{}/season/{}/episode/{}/credits": "episodeCredits",
          "tv/{}/season/{}/episode/{}/external_ids": "episodeExternalIds",
          "tv/{}/season/{}/episode/{}/images": "episodeImages",
          "tv/{}/season/{}/episode/{}/translations": "episodeTranslations",
        },
      ),
      ...calls(
        { id: ids.person },
        {
          "person/{}": "personInfo",
          "person/{}/changes": "personChanges",
          "person/{}/combined_credits": "personCombinedCredits",
          "person/{}/external_ids": "personExternalIds",
          "person/{}/images": "personImages",
          "person/{}/movie_credits": "personMovieCredits",
          "person/{}/tagged_images": "personTaggedImages",
          "person/{}/translations": "personTranslations",
          "person/{}/tv_credits": "personTvCredits",
        },
      ),
      ...calls(
        { id: ids.collection },
        {
          "collection/{}": "collectionInfo",
          "collection/{}/images": "collectionImages",
          "collection/{}/translations": "collectionTranslations",
        },
      ),
      ...calls(
        { id: ids.company },
        {
          "company/{}": "companyInfo",
          "company/{}/alternative_names": "companyAlternativeNames",
          "company/{}/images": "companyImages",
        },
      ),
      ...calls(
        { id: ids.network },
        {
          "network/{}": "networkInfo",
          "network/{}/alternative_names": "networkAlternativeNames",
          "network/{}/images": "networkImages",
        },
      ),
      ...calls({ id: ids.keyword }, { "keyword/{}": "keywordInfo", "keyword/{}/movies": "keywordMovies" }),
      "movie/{wrong key}": () => connect("wrong").movieInfo(ids.movie),
      configuration: () => tmdb.configuration(),
      "configuration/jobs": () => tmdb.jobs(),
      "configuration/languages": () => tmdb.languages(),
      "configuration/primary_translations": () => tmdb.primaryTranslations(),
      "configuration/timezones": () => tmdb.timezones(),
      "certification/movie/list": () => tmdb.movieCertifications(),
      "certification/tv/list": () => tmdb.tvCertifications(),
      "movie/{imdb}": () => tmdb.movieInfo(ids.movie_by_imdb),
      "movie/{of a collection}": () => tmdb.movieInfo(ids.movie_of_collection),
      "movie/{unknown}": () => tmdb.movieInfo(ids.unknown),
      "tv/{on a network}": () => tmdb.tvInfo(ids.series_on_network),
      "tv/{unknown}": () => tmdb.tvInfo(ids.unknown),
      "tv/{}/season/{}/changes": () => tmdb.seasonChanges(ids.season_id),
      "tv/{}/season/{}/episode/{}/changes": () => tmdb.episodeChanges(ids.episode_id),
      "tv/episode_group/{unknown}": () => tmdb.episodeGroup(ids.unknown_group),
      "credit/{}": () => tmdb.creditInfo(ids.credit),
      "credit/{of the crew}": () => tmdb.creditInfo(ids.crew_credit),
      "credit/{of a series}": () => tmdb.creditInfo(ids.series_credit),
      "review/{}": () => tmdb.review(ids.review),
      "find/{}": ({ external_id, ...parameters }) => tmdb.find({ id: external_id, ...parameters }),
    },
    lacks: {
      "there is no such call": [
        "authentication",
        "company/{}/movies",
        "genre/{}/movies",
        "movie/{}/releases",
        "tv/{}/lists",
        "tv/{}/season/{}/translations",
        "tv/{}/season/{}/watch/providers",
        "watch/providers/regions",
      ],
      "it asks for translations instead": ["tv/{}/season/{}/episode/{}/videos"],
    },
    refusal: ({ response }) => ({
      http: response.status,
      code: response.data.status_code,
      message: response.data.status_message,
    }),
  };
}
