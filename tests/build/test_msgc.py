"""The message catalogue compiler: what it reads and what it refuses."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "app/build"))
import msgc  # noqa: E402

GOOD = "# c\nroom.count\n\tvi      Có {n} ở {place}\n\ten      {n} at {place}\n\ten one  one at {place}\n"


def parse(text):
    return msgc.parse("app/room/room.msg", text)


class Reads(unittest.TestCase):
    def test_arguments_and_plural(self):
        m, = parse(GOOD)
        self.assertEqual(m.args, ["n", "place"])
        self.assertEqual(m.compiled("vi"), "Có \x01\x01 ở \x01\x02")
        self.assertEqual(m.compiled("en one"), "one at \x01\x02")
        self.assertEqual(m.c_name, "MSG_ROOM_COUNT")

    def test_braces(self):
        m, = parse("room.a\n vi {{x}}\n en {{x}}\n")
        self.assertEqual(m.compiled("vi"), "{x}")

    def test_c_string(self):
        self.assertEqual(msgc.c_string('a"\\\x01ữ'), '"a\\"\\\\\\001ữ"')


class Refuses(unittest.TestCase):
    CASES = {
        "no text in en": "room.a\n vi x\n",
        "different arguments": "room.a\n vi {n}\n en x\n",
        "is no argument": "room.a\n vi {N}\n en {N}\n",
        "{ alone": "room.a\n vi a { b\n en a\n",
        "must begin with room.": "other.a\n vi x\n en x\n",
        "is no message id": "Room\n vi x\n en x\n",
        "vi twice": "room.a\n vi x\n vi y\n en x\n",
        "not in Unicode form NFC": "room.a\n vi e\u0301\n en x\n",
        "expected an id": "room.a\n fr x\n",
        "needs an argument called n": "room.a\n vi {m}\n en {m}\n en one {m}\n",
        "more than 8": "room.a\n vi " + " ".join(f"{{a{i}}}" for i in range(9)) + "\n en x\n",
    }

    def test_each(self):
        for words, text in self.CASES.items():
            with self.subTest(words):
                with self.assertRaises(msgc.MessageError) as caught:
                    parse(text)
                self.assertIn("is no argument" if words == "{ alone" else words, str(caught.exception))
                self.assertRegex(str(caught.exception), r"^app/room/room\.msg:\d+: error: ")


if __name__ == "__main__":
    result = unittest.TextTestRunner(verbosity=0).run(unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"]))
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
