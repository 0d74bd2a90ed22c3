"""Section 8.2: what is refused with 400."""

from client import A, B, C, D, SEASON_PATH, SERIES, Case, Client, film, filler, movie_path, season


class Invalid(Case):
    def test_r05_the_parameter_that_is_invalid_is_named(self):
        ben = Client(user="ben")
        refs = ",".join([movie_path(A)] * 501)
        cases = [
            ("GET", "/catalog/titles", {"term": "x", "start_index": "-1"}, "start_index"),
            ("GET", "/catalog/titles", {"term": ""}, "term"),
            ("GET", "/catalog/people", {}, "term"),
            ("GET", "/catalog/titles", {"term": "x", "filters": "x"}, "filters"),
            ("GET", ben.mine("/queues/disc"), {"sort": "backwards"}, "sort"),
            ("GET", ben.mine("/queues/disc"), {"updated_min": "soon"}, "updated_min"),
            ("GET", ben.mine("/queues"), {"sort": "backwards"}, "sort"),
            ("GET", ben.mine("/queues/disc"), {"v": "9"}, "v"),
            ("GET", ben.mine("/title_states"), {"title_refs": "nonsense"}, "title_refs"),
            ("GET", ben.mine("/title_states"), {}, "title_refs"),
            ("POST", ben.mine("/queues/disc"), {"title_ref": "nonsense"}, "title_ref"),
            ("POST", ben.mine("/queues/disc"), {}, "title_ref"),
            ("POST", ben.mine("/ratings/title/actual"), {"title_ref": movie_path(A), "rating": "6"}, "rating"),
            ("POST", ben.mine("/ratings/title/actual"), {"rating": "5"}, "title_ref"),
            ("GET", ben.mine(), {"method": "BREW"}, "method"),
        ]
        for position in ("0", "-1", "x", ""):
            parameters = {"title_ref": movie_path(A), "position": position}
            cases.append(("POST", ben.mine("/queues/disc"), parameters, "position"))
        for method, path, parameters, name in cases:
            with self.subTest(path=path, name=name):
                self.refused(ben, (400, None, f"{name} is invalid"), method, path, parameters)
        self.assertEqual(self.queue(ben, "disc"), [])
        # The target would be longer than anything takes; a form is not.
        many = ben.call("POST", ben.mine("/title_states"), {"title_refs": refs, "method": "GET"}, "header and form")
        self.told(many, 400, None, "title_refs is invalid")
        for path in ("/catalog/titles", movie_path(A), ben.mine("/queues/disc")):
            answer = ben.get(path, {"term": "x", "output": "yaml"})
            self.told(answer, 400, None, "output is invalid")
        self.told(ben.get(movie_path(A), {"output": "atom"}), 400, None, "output is invalid")

    def test_r06_a_series_parent_cannot_be_moved(self):
        emil = Client(user="emil")
        self.empty(emil)
        first = f"/catalog/titles/series/{SERIES}/seasons/{season(2)}"
        self.assertEqual(emil.post(emil.mine("/queues/instant"), {"title_ref": first}).status, 201)
        before = self.queue(emil), self.etag(emil)
        parameters = {"title_ref": f"/catalog/titles/series/{SERIES}", "position": 1}

        row = (400, None, "Cannot move a series parent title")
        self.refused(emil, row, "POST", emil.mine("/queues/instant"), parameters)
        self.assertEqual((self.queue(emil), self.etag(emil)), before)

    def test_r07_a_format_may_not_be_for_the_user(self):
        ben = Client(user="ben")
        row = (400, None, "Invalid format for this user")
        parameters = {"title_ref": movie_path(B), "format": "Blu-ray"}
        self.refused(ben, row, "POST", ben.mine("/queues/disc"), parameters)
        self.refused(ben, row, "POST", ben.mine("/queues/instant"), {"title_ref": movie_path(A)})
        self.assertEqual(self.queue(ben, "disc") + self.queue(ben), [])

    def test_r08_max_results_is_a_positive_integer_in_every_collection(self):
        anna = Client(user="anna")
        catalogue = [
            ("/catalog/titles", {"term": "paper"}),
            ("/catalog/titles/autocomplete", {"term": "paper"}),
            ("/catalog/people", {"term": "ada"}),
            (f"{movie_path(A)}/similars", {}),
            (f"{movie_path(A)}/discs", {}),
            (f"/catalog/titles/series/{SERIES}/seasons", {}),
            (f"{SEASON_PATH}/episodes", {}),
        ]
        own = ["queues", "queues/disc", "queues/instant", "queues/instant/available", "queues/disc/saved"]
        own += ["at_home", "rental_history", "rental_history/shipped", "rental_history/returned"]
        own += ["rental_history/watched", "ratings/title", "ratings/title/actual", "ratings/title/predicted"]
        own += ["reviews", "recommendations"]
        row = (400, 120, "Query parameter max_results must be a positive integer.")
        for path, parameters in catalogue + [(anna.mine(f"/{path}"), {}) for path in own]:
            self.assertEqual(anna.get(path, parameters).status, 200, path)
            for value in ("0", "-3", "abc", "", "1.5"):
                with self.subTest(path=path, value=value):
                    self.refused(anna, row, "GET", path, {**parameters, "max_results": value})

    def test_r09_a_title_may_not_be_found_or_not_be_available(self):
        emil = Client(user="emil")
        before = self.queue(emil)
        row = (400, 130, "Title not found or not available")
        for path in (movie_path(99999999), movie_path(B), "/catalog/titles/series/99999992"):
            self.refused(emil, row, "POST", emil.mine("/queues/instant"), {"title_ref": path})
        self.assertEqual(self.queue(emil), before)

    def test_r10_a_saved_title_cannot_be_moved(self):
        for kind in ("instant", "disc"):
            emil = Client(user="emil")
            self.empty(emil, kind)
            saved = self.add(emil, C, kind, position=1)
            self.assertEqual(saved.xml.find("resources_created/queue_item/position"), None)
            self.add(emil, filler(1), kind)
            before = self.queue(emil, kind), self.etag(emil, kind)
            row = (400, 620, "Title is saved; cannot move it")
            parameters = {"title_ref": movie_path(C), "position": 1}

            self.refused(emil, row, "POST", emil.mine(f"/queues/{kind}"), parameters)
            self.assertEqual((self.queue(emil, kind), self.etag(emil, kind)), before)
            self.assertEqual(self.queue(emil, kind, "saved"), [C])
            self.assertEqual(self.queue(emil, kind, "available"), [filler(1)])

    def test_r11_a_queue_may_be_too_large(self):
        cleo = Client(user="cleo")
        before = self.queue(cleo), self.etag(cleo)
        self.assertEqual(len(before[0]), 500)
        row = (400, 650, "Queue is too large")

        self.refused(cleo, row, "POST", cleo.mine("/queues/instant"), {"title_ref": movie_path(A)})
        self.assertEqual((self.queue(cleo), self.etag(cleo)), before)

    def test_r12_a_format_may_be_invalid(self):
        emil = Client(user="emil")
        self.empty(emil, "disc")
        row = (400, 660, "Invalid title format")
        for format in ("Betamax", "Blu-ray", "Instant"):
            parameters = {"title_ref": movie_path(A), "format": format}
            self.refused(emil, row, "POST", emil.mine("/queues/disc"), parameters)
        self.assertEqual(self.queue(emil, "disc"), [])
        body = "".join(
            f'<queue_item><link href="{movie_path(A)}" rel="http://schemas.netflix.com/catalog/title"/></queue_item>'
            for _ in range(2)
        )
        twice = emil.put(emil.mine("/queues/disc"), body=f"<queue>{body}</queue>", headers={"Content-Type": "text/xml"})
        self.told(twice, *row)

    def test_r13_a_title_may_be_at_home(self):
        anna = Client(user="anna")
        row = (400, 690, "Title currently at home")
        self.refused(anna, row, "POST", anna.mine("/queues/disc"), {"title_ref": movie_path(D)})
        self.assertEqual(self.queue(anna, "disc"), [])
        self.empty(anna)
        self.add(anna, D)
