"""Of several forms of a text the highest score of each label counts."""

from hypothesis import given
from hypothesis import strategies as st

from bot.context.scores import highest

SCORES = st.dictionaries(st.sampled_from("abc"), st.floats(0, 1))


@given(st.lists(SCORES))
def test_each_label_has_its_highest_score(many):
    found = highest(many)
    assert set(found) == {label for scores in many for label in scores}
    for label, score in found.items():
        given_ = [scores[label] for scores in many if label in scores]
        assert score == max(given_)


@given(st.lists(SCORES))
def test_the_order_of_the_forms_does_not_matter(many):
    assert highest(many) == highest(reversed(many))


def test_nothing_is_known_of_no_forms():
    assert highest([]) == {}
