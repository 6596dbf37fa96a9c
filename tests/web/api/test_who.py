"""Who we are: stated, found beside the devices, and taken back."""

from api_served import Served

WHO = {"who": "A. Example"}


def test_a_body_its_site_and_a_fact_are_stated_and_taken_back(own_council: Served) -> None:
    with own_council.client() as client:
        empty = client.get("/who")
        assert (empty.json()["body"], empty.json()["sites"]) == (None, [])
        body = {"kind": "contracting-authority", "place": "GB-ENG", "name": "Example", **WHO}
        assert client.put("/who", json=body).status_code == 428
        first = client.put("/who", json=body, headers={"if-match": empty.headers["etag"]})
        assert (first.status_code, first.json()["body"]["place"]) == (200, "GB-ENG")
        again = client.put("/who", json=body, headers={"if-match": empty.headers["etag"]})
        assert again.status_code == 412
        wrong = client.put("/who", json={**body, "place": "XX"}, headers={"if-match": "*"})
        assert (wrong.status_code, wrong.json()["faults"][0]["field"]) == (422, "place")

        site = client.post("/who/sites", json={"name": "Town Hall", **WHO})
        assert site.status_code == 201
        twin = client.post("/who/sites", json={"name": "town hall", **WHO})
        assert (twin.status_code, twin.json()["faults"][0]["field"]) == (422, "name")
        address = f"/who/sites/{site.json()['id']}/sensitivity"
        told = {"kind": "gov-office:not-sensitive", "why": "an office", "day": "2026-11-25", **WHO}
        stated = client.put(address, json=told, headers={"if-match": "*"})
        assert stated.json()["sites"][0]["sensitivity"]["why"] == "an office"
        fact = client.put(
            "/who/facts/in_use", json={"value": True, **WHO}, headers={"if-match": "*"}
        )
        assert fact.json()["facts"][0]["value"] is True
        unknown = client.put("/who/facts/nobody-asks", json={"value": True, **WHO},
                             headers={"if-match": "*"})  # fmt: skip
        assert unknown.status_code == 404

        own_council.settled()
        device = client.get("/devices?limit=1").json()["items"][0]["id"]
        assert client.get(f"/devices/{device}").json()["law"] is not None

        history = client.get("/who/history").json()["items"]
        assert len(history) == 4
        for entry in history:
            undo = client.post(f"/who/history/{entry['statement']}/undo", json=WHO)
            assert undo.status_code == 200, undo.text
        last = client.get("/who").json()
        assert (last["body"], last["sites"], last["facts"]) == (None, [], [])
        over = client.post(f"/who/history/{history[0]['statement']}/undo", json=WHO)
        assert over.status_code == 409
