"""What an account does with tmdbv3api, from signing in to signing out; only the base address of the library is changed."""

import os

import tmdbv3api
import tmdbv3api.tmdb as core
from tmdbv3api.exceptions import TMDbException

ADDRESS = os.environ["KINORA_TEST_ADDRESS"]
NAME = "regina.phalange"

made = core.TMDb.__init__


def elsewhere(self, *arguments, **named):
    made(self, *arguments, **named)
    self._base = f"{ADDRESS}/3"


core.TMDb.__init__ = elsewhere
settings = tmdbv3api.TMDb()
settings.api_key = os.environ["KINORA_TEST_KEY"]
settings.cache = False


def ids(results):
    return [result["id"] for result in results]


def refused(call, *arguments):
    try:
        call(*arguments)
    except TMDbException:
        return True
    return False


assert refused(tmdbv3api.Authentication, NAME, "not the password")
signed_in = tmdbv3api.Authentication(NAME, os.environ["KINORA_TEST_PASSWORD"])
account = tmdbv3api.Account()
assert account.details().username == NAME

before = ids(account.favorite_movies())
account.mark_as_favorite(550, "movie")
assert ids(account.favorite_movies()) == before + [550]
assert ids(account.favorite_movies(asc_sort=False)) == [550] + before[::-1]
account.unmark_as_favorite(550, "movie")
assert ids(account.favorite_movies()) == before

account.add_to_watchlist(3572, "tv")
assert 3572 in ids(account.tv_show_watchlist())
account.remove_from_watchlist(3572, "tv")
assert 3572 not in ids(account.tv_show_watchlist())
account.add_to_watchlist(603, "movie")
assert 603 in ids(account.movie_watchlist())

movie = tmdbv3api.Movie()
votes = movie.details(603).vote_count
movie.rate_movie(603, 8.5)
assert movie.details(603).vote_count == votes + 1
states = movie.account_states(603)
assert (states.watchlist, states.favorite, states.rated.value) == (True, False, 8.5), states
assert [(rated.id, rated.rating) for rated in account.rated_movies()] == [(603, 8.5)]
assert refused(movie.rate_movie, 603, 8.3)
movie.delete_rating(603)
assert ids(account.rated_movies()) == []
account.remove_from_watchlist(603, "movie")

lists = tmdbv3api.List()
made = lists.create_list("To see again", "On a rainy day")
assert made in ids(account.created_lists())
lists.add_movie(made, 550)
lists.add_movie(made, 12)
assert refused(lists.add_movie, made, 12)
assert lists.check_item_status(made, 550)
assert ids(lists.details(made)) == [550, 12]
lists.remove_movie(made, 550)
assert ids(lists.details(made)) == [12]
lists.clear_list(made)
assert ids(lists.details(made)) == []
lists.delete_list(made)
assert refused(lists.details, made)

signed_in.delete_session()
assert refused(account.details)
print("passed")
