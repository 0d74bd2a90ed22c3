"""What the documents look like, and that every address in them works."""

from client import A, B, C, D, SEASON_PATH, SERIES, USERS, Case, Client, episode, film, filler, movie_path

SCHEMAS = "http://schemas.netflix.com/"


class Catalogue(Case):
    def follow(self, client, answer):
        """Every address of the API in a document is answered."""
        for element in answer.xml.iter():
            for address in (element.get("href"), element.text if element.tag == "id" else None):
                if address and address.startswith(client.base):
                    # States of titles are the one resource that says nothing unless it is asked about something.
                    asked = {"title_refs": movie_path(A)} if address.endswith("/title_states") else {}
                    followed = client.get(address.removeprefix(client.base), asked)
                    self.assertEqual(followed.status, 200, f"{address}: {followed.text}")

    def test_a_film(self):
        answer = Client().get(movie_path(A))
        self.assertEqual(answer.xml.tag, "catalog_title")
        members = {child.tag for child in answer.xml}
        expected = "average_rating box_art category id link release_year runtime title".split()
        self.assertEqual(members, {*expected})
        self.assertEqual(answer.xml.findtext("runtime"), "6120")
        self.assertEqual(answer.xml.findtext("average_rating"), "3.6")
        self.assertTrue(answer.xml.findtext("id").endswith(movie_path(A)))
        relations = {link.get("title"): link.get("rel") for link in answer.xml.findall("link")}
        self.assertEqual(relations["cast"], SCHEMAS + "catalog/people.cast")
        self.assertEqual(relations["formats"], SCHEMAS + "catalog/titles/format_availability")
        self.assertEqual(relations["web page"], "alternate")
        self.follow(Client(), answer)
        without = Client().get(movie_path(B)).xml.findall("link")
        self.assertNotIn("directors", [link.get("title") for link in without])

    def test_parts_are_put_into_their_links(self):
        answer = Client().get(movie_path(A), {"expand": "synopsis, cast,directors,formats,nonsense"})
        link = lambda title: answer.xml.find(f"link[@title='{title}']")
        self.assertEqual(link("synopsis").findtext("synopsis"), 'Paper Lighthouse: <a href="#">about it</a> & more.')
        self.assertEqual(len(link("cast").findall("people/link")), 7)
        self.assertEqual(link("directors").find("people/link").get("title"), "Ada Quill the 7")
        self.assertEqual(len(link("formats").findall("delivery_formats/availability")), 2)
        self.assertEqual(len(link("similars")), 0)
        self.follow(Client(), answer)
        newer = Client().get(movie_path(A), {"expand": "@synopsis", "v": "2.0"})
        self.assertIsNotNone(newer.xml.find("link/synopsis"))

    def test_a_series_its_seasons_and_episodes(self):
        series = Client().get(f"/catalog/titles/series/{SERIES}", {"expand": "seasons"})
        seasons = series.xml.findall("link[@title='seasons']/catalog_titles/link")
        self.assertEqual([link.get("title") for link in seasons], ["The Quiet Ferry: Season 1", "The Quiet Ferry: Season 2"])
        self.follow(Client(), series)
        episodes = Client().get(f"{SEASON_PATH}/episodes")
        ids = [id.text.rsplit("/", 1)[1] for id in episodes.xml.findall("catalog_title/id")]
        self.assertEqual(ids, [str(episode(number)) for number in range(3)])
        self.follow(Client(), episodes)
        discs = Client().get(f"{SEASON_PATH}/discs", {"max_results": 2, "start_index": 1})
        self.assertEqual(discs.xml.findtext("number_of_results"), "3")
        self.follow(Client(), discs)

    def test_every_part_has_its_root(self):
        roots = {
            "synopsis": "synopsis", "cast": "people", "directors": "people", "format_availability": "delivery_formats",
            "screen_formats": "screen_formats", "languages_and_audio": "languages_and_audio", "awards": "awards",
            "bonus_materials": "catalog_titles", "box_art": "box_art", "similars": "similars", "discs": "catalog_titles",
        }
        for part, root in roots.items():
            answer = Client().get(f"{movie_path(A)}/{part}")
            self.assertEqual((answer.status, answer.xml.tag), (200, root), part)

    def test_people_and_what_they_made(self):
        people = Client().get("/catalog/people", {"term": "ada quill", "max_results": 3})
        self.assertEqual(people.xml.findtext("number_of_results"), "8")
        self.assertEqual(people.xml.findtext("results_per_page"), "3")
        self.follow(Client(), people)
        person = Client().get("/catalog/people/507", {"expand": "filmography"})
        title = person.xml.find("link[@title='filmography']/catalog_titles/link")
        self.assertEqual(title.get("title"), "Paper Lighthouse")
        films = Client().get("/catalog/people/507/filmography")
        self.assertEqual(films.xml.find("filmography_item/title").get("short"), "Paper Lighthouse")

    def test_pages_of_a_search(self):
        search = lambda **more: Client().get("/catalog/titles", {"term": "filler", **more}).xml
        first, beyond = search(max_results=700), search(start_index=5000)
        self.assertEqual(first.findtext("number_of_results"), "520")
        self.assertEqual(first.findtext("results_per_page"), "100")
        self.assertEqual(beyond.findtext("number_of_results"), "520")
        self.assertEqual(beyond.findtext("results_per_page"), "0")
        one, two = search(max_results=1), search(max_results=1, start_index=1)
        self.assertNotEqual(one.findtext("catalog_title/id"), two.findtext("catalog_title/id"))
        moon = {"term": "moon", "filters": "http://api.netflix.com/categories/title_formats/instant"}
        harbour = {**moon, "term": "copper"}
        self.assertEqual(Client().get("/catalog/titles", harbour).xml.findtext("number_of_results"), "0")
        harbour["filters"] = harbour["filters"].replace("instant", "disc")
        self.assertEqual(Client().get("/catalog/titles", harbour).xml.findtext("number_of_results"), "1")

    def test_categories(self):
        for name in ("genres", "mpaa_ratings", "tv_ratings", "title_formats"):
            answer = Client().get(f"/categories/{name}")
            item = answer.xml.find("category_item")
            self.assertTrue(item.get("scheme").endswith(f"/categories/{name}"))
            self.assertTrue(item.get("term") and item.get("label"))

    def test_a_user(self):
        anna, ben = Client(user="anna"), Client(user="ben")
        answer = anna.get(anna.mine())
        self.assertEqual(answer.xml.findtext("user_id"), USERS["anna"]["id"])
        formats = [category.get("term") for category in answer.xml.findall("preferred_formats/category")]
        self.assertEqual(formats, ["Blu-ray", "DVD"])
        titles = [link.get("title") for link in answer.xml.findall("link")]
        expected = ["queues", "rental history", "recommendations", "title states", "ratings", "reviews", "at home", "feeds"]
        self.assertEqual(titles, expected)
        self.follow(anna, answer)
        json = ben.get(ben.mine(), {"output": "json", "v": "1.5"}).json["user"]
        self.assertIs(json["can_instant_watch"], False)

    def test_a_queue(self):
        emil = Client(user="emil")
        self.empty(emil)
        for number in (filler(20), A, C):
            self.add(emil, number)
        answer = emil.get(emil.mine("/queues/instant"))
        self.assertEqual([child.tag for child in answer.xml][:3], ["etag", "link", "link"])
        item = answer.xml.findall("queue_item")[1]
        self.assertEqual(item.findtext("position"), "2")
        terms = [category.get("term") for category in item.findall("category")]
        self.assertEqual(terms[:2], ["available now", "Instant"])
        saved = answer.xml.findall("queue_item")[2]
        self.assertIsNone(saved.find("position"))
        self.assertEqual(saved.find("category").get("term"), "saved")
        self.follow(emil, answer)
        by_name = emil.get(emil.mine("/queues/instant"), {"sort": "alphabetical"})
        titles = [title.get("short") for title in by_name.xml.findall("queue_item/title")]
        self.assertEqual(titles, ["Filler 20", "Paper Lighthouse", "Tin Harbour"])
        later = emil.get(emil.mine("/queues/instant"), {"updated_min": "2100-01-01T00:00:00Z"})
        self.assertEqual(later.xml.findtext("number_of_results"), "0")
        one = emil.get(emil.mine("/queues/instant/saved"), {"output": "json"}).json["queue"]
        self.assertIsInstance(one["queue_item"], dict)
        self.assertEqual(one["queue_item"]["category"][0]["content"], "Saved")
        self.empty(emil)
        none = emil.get(emil.mine("/queues/instant"), {"output": "json"}).json["queue"]
        self.assertEqual((none["etag"], "queue_item" in none), ("0", False))

    def test_a_queue_is_sent_whole(self):
        emil = Client(user="emil")
        self.empty(emil)
        path = emil.mine("/queues/instant")
        refs = lambda *numbers: {"title_refs": ",".join(movie_path(number) for number in numbers)}
        changed = emil.put(path, refs(A, filler(1), filler(2)))
        self.assertEqual(changed.status, 200, changed.text)
        self.assertEqual(self.queue(emil), [A, filler(1), filler(2)])
        self.assertEqual(emil.put(path, refs(A, filler(1), filler(2))).status, 304)
        stale = {**refs(A), "etag": "0"}
        self.assertEqual(emil.put(path, stale).status, 412)
        self.assertEqual(emil.put(path, refs(filler(2), A)).status, 200)
        self.assertEqual(self.queue(emil), [filler(2), A])
        for body in ("<queue", "nonsense", "<other/>", '<queue><link rel="x/catalog/title"/></queue>'):
            answer = emil.put(path, body=body, headers={"Content-Type": "text/xml"})
            self.assertEqual(answer.status, 400, answer.text)
        large = emil.put(path, body="x" * 300_000, headers={"Content-Type": "text/xml"})
        self.told(large, 413, None, "Request is too large")
        self.assertEqual(self.queue(emil), [filler(2), A])

    def test_states_follow_the_queues(self):
        emil = Client(user="emil")
        for kind in ("disc", "instant"):
            self.empty(emil, kind)

        def terms(kind):
            answer = emil.get(emil.mine("/title_states"), {"title_refs": emil.base + movie_path(A)})
            for item in answer.xml.findall("title_state/title_state_item"):
                if item.find("link").get("title") == f"{kind} queue":
                    found = item.findall("format/category")
                    return [category.get("term") for category in found if "title_states" in category.get("scheme")]

        self.assertEqual((terms("disc"), terms("instant")), (["Add"], ["Play", "Add"]))
        for kind in ("disc", "instant"):
            self.add(emil, A, kind)
        self.assertEqual((terms("disc"), terms("instant")), (["In Queue"], ["In Queue", "Play"]))
        anna = Client(user="anna")
        answer = anna.get(anna.mine("/title_states"), {"title_refs": f"{movie_path(D)},{movie_path(C)}"})
        self.assertIn("At Home", answer.text)
        self.assertEqual(len(answer.xml.findall("title_state")), 2)

    def test_what_was_rented_and_what_is_at_home(self):
        anna = Client(user="anna")
        home = anna.get(anna.mine("/at_home"))
        self.assertEqual(home.xml.findtext("number_of_results"), "1")
        self.assertIsNotNone(home.xml.find("at_home_item/estimated_arrival_date"))
        self.follow(anna, home)
        history = anna.get(anna.mine("/rental_history"))
        self.assertEqual(history.xml.findtext("number_of_results"), "3")
        self.follow(anna, history)
        for event, count in (("shipped", "2"), ("returned", "1"), ("watched", "1")):
            answer = anna.get(anna.mine(f"/rental_history/{event}"))
            self.assertEqual(answer.xml.findtext("number_of_results"), count, event)
            self.follow(anna, answer)
        self.assertEqual(answer.xml.findtext("rental_history_item/viewed_time"), "600")

    def test_what_is_expected_of_a_user(self):
        anna = Client(user="anna")
        predicted = lambda: anna.get(anna.mine("/ratings/title/predicted"), {"title_refs": movie_path(A)}).xml
        self.assertEqual(predicted().findtext("ratings_item/predicted_rating"), "3.6")
        self.assertIsNone(predicted().find("ratings_item/user_rating"))
        rated = anna.post(anna.mine("/ratings/title/actual"), {"title_ref": movie_path(A), "rating": 5})
        self.assertEqual(rated.status, 201)
        # Whoever rates above the average is expected to do so again.
        average, expected = (
            float(predicted().findtext(f"ratings_item/{name}")) for name in ("average_rating", "predicted_rating")
        )
        self.assertGreater(expected, average)
        self.assertLessEqual(expected, 5.0)
        both = anna.get(anna.mine("/ratings/title"), {"title_refs": movie_path(A), "output": "json"}).json
        self.assertEqual(both["ratings"]["ratings_item"]["user_rating"], "5")
        listed = anna.get(anna.mine("/ratings/title/actual"))
        self.follow(anna, listed)
        recommended = anna.get(anna.mine("/recommendations"))
        ids = [id.text.rsplit("/", 1)[1] for id in recommended.xml.findall("recommendation/id")]
        self.assertNotIn(str(A), ids)
        self.assertGreater(len(ids), 0)
