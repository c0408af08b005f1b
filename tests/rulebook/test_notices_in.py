import pytest

from tests.rulebook.build import document, rulebook, yaml
from tests.rulebook.test_mistakes import mistakes


def test_own_words_are_read_for_a_policy_and_for_all():
    policy = {"title": "Be kind", "notices": {"warn": {"pl": "Hej {member}"}}}
    book = rulebook(
        {},
        policies={"respect": policy},
        notices={"mute": "Until {until}."},
        translations={"pl": {"Be kind": "Bądź miły"}},
    )
    assert book.policies["respect"].notices == {"warn": {"pl": "Hej {member}"}}
    assert book.notices == {"mute": {"": "Until {until}."}}
    assert book.translations == {"pl": {"Be kind": "Bądź miły"}}


@pytest.mark.parametrize(
    ("top", "said"),
    [
        ({"notices": {"warm": "x"}}, "unknown notice `warm`; did you mean `warn`?"),
        ({"notices": {"warn": {"po": "x"}}}, "unknown language `po`"),
        ({"notices": {"warn": "{untill}"}}, "unknown placeholder `untill`; did you mean `until`?"),
        ({"notices": {"warn": "{member.name}"}}, "unknown placeholder `member.name`"),
        ({"notices": {"warn": "{member:>99999}"}}, "`{member}` is a name alone in its braces"),
        ({"notices": {"warn": "{member!r}"}}, "`{member}` is a name alone in its braces"),
        ({"notices": {"warn": "what {"}}, "a brace without its partner"),
        ({"notices": {"warn": {"pl": ""}}}, "`pl` has no text"),
        ({"notices": {"warn": ""}}, "`warn` has no text"),
        ({"notices": {"warn": []}}, "`warn` is a text, or a text for each language"),
        ({"notices": "warn"}, "`notices` is a mapping"),
        ({"notices": {"warn": "x" * 1001}}, "a notice of more than 1000 characters"),
        ({"translations": {"xx": {"a": "b"}}}, "unknown language `xx`"),
    ],
)
def test_words_that_cannot_be_said_are_a_mistake(top, said):
    [line] = mistakes(yaml(document({}, **top)))
    assert said in line
