"""Undoes the text conversion that some copies of the ORL faces went through.

It made the pair 13 10 of every byte 10, of every byte 13 and of every pair 13 10, as if the pictures were text. Which of
the three a pair was is lost, and is known here: most were 10, and the table lists the others.
"""

import re

from .checks import FetchError

#: By picture, the bytes of the right file (counted from 0, header included) that are 13; with a `+`, those that are 13 and
#: have a 10 behind them.
CARRIAGE_RETURNS_TEXT = """
s2/1 6458 9237 9666 9944; s2/4 5256 5903; s2/6 7549 8918 9559; s2/8 5259 9873 9939; s2/9 7178; s2/10 8461; s3/1 2590
7107 8581 9100 9316 9652; s3/6 1470 5157 7011 8854 9130; s3/7 4069 7630 8952 9136; s3/10 4805 7386 8860 9135 9319;
s7/1 6542 7013 8128 8312; s7/2 5626 7223 7340; s7/7 8402; s7/8 8127 8680; s8/3 4800 5437 5621 7195 7545 7638 7656
8659 8765 8934 9127 9197 9491; s8/5 5252 6171 7561 7837 7915 8552 8744 8750 8841 9313 9578 9765; s8/6 4515 5252 5895
6920 7105 7843 8212 8841 9486 9564; s8/8 4064 4887 5347 5807 6173 8746 8848 8935 9106 9314 9406 9677 10236; s8/10
5805 7195+ 8005 8188 8652 8659 9317 10237; s9/1 4334; s9/2 3229; s9/3 2126 2218 2311 2403 2588 2958 4150 4901; s9/4
3865 4807 9013; s9/5 3145 8586; s9/6 2123 2308 3409 3783 3967; s9/7 3415 3691 3875 4335; s9/8 2492 3138 3506 3967
4151 4346 5154+; s9/9 2864 4153; s9/10 2216 3593; s13/6 10304; s13/9 4620 5063 9478 9758 10028; s14/4 5716 6535 8645
9694 9932; s14/5 5350 5622 6350 8093 9196 9840 10023; s15/6 5810 8464 8556 8922 9472; s15/7 7680; s17/3 4612; s17/10
5812; s19/4 4977 9387; s19/6 8028; s19/7 8461; s20/7 2499 3231 3323 3507 3599 3783 3967; s20/8 4972 5082 5346 8946
9137; s21/1 9658 9933 10116; s21/2 9379 9415 9562 10153; s21/3 9192 9417 9745 9878 10112 10204; s21/4 8862 9322
9598; s21/5 9690 10297; s21/6 9013 9049 9141 9840 10023 10206; s21/7 9014 9324 9565 9600 10153 10245; s21/8 9475
9511 9605 9934 10025; s21/9 9230 9600; s21/10 8736 9012 9048 9379; s23/2 4700 10241; s23/7 4707; s23/8 3684 4791
10298; s23/9 4252; s24/7 9506; s25/3 9654; s25/4 8485 8577; s25/7 9102; s25/8 3605; s25/10 4242 8116 9559; s28/2 128
10138 10297; s28/3 9285 9413; s28/5 9778 9962; s28/6 9374 9467; s28/7 10061; s28/8 9508; s28/9 9960; s29/1 4440 4624
4716 4808 4900 5084; s29/2 5086; s29/3 4625 4901 5177 5637; s29/4 4809 5433 5525; s29/5 7540; s29/7 4150 4715 4807
5524; s29/9 4240 4525 4802 4986; s29/10 4256 4348; s32/5 8487 9197; s32/7 7720 9042 9745; s32/9 6181 7882; s33/8
9490; s36/2 9224; s36/3 7378 9874; s36/4 5083 7010 8120 10029; s36/5 10249; s36/7 968 1064 5903 6022 6823 6915 8392
8484 8920 9288 9780; s36/8 1156 4623 8216 8771 9776 9965; s36/9 5074 7846 7938 9600; s37/1 5075 5628; s37/2 1843
2028; s37/4 2121 5864; s37/6 5774 7318; s37/8 2303 3240; s37/10 4234 4438; s38/2 915 2386; s38/3 4059 9463; s38/4
3871; s38/6 3693; s38/7 2594; s38/8 4243 4793; s38/9 4153; s38/10 9197 9657; s39/1 2955 3047; s39/7 4608 6455 6918
8351 8672; s39/9 4437 4712 4803 7633 8056
"""


def _parse(text):
    table = {}
    for entry in text.replace("\n", " ").split(";"):
        name, *places = entry.split()
        table[f"{name}.pgm"] = {
            int(place.removesuffix("+")): b"\r\n" if place.endswith("+") else b"\r" for place in places}
    return table


CARRIAGE_RETURNS = _parse(CARRIAGE_RETURNS_TEXT)


def is_converted(picture):
    """Whether a picture went through the conversion, as its header tells."""
    return picture.startswith(b"P5\r\n")


def converted(picture):
    """What the conversion makes of a picture."""
    return re.sub(rb"\r\n|\r|\n", b"\r\n", picture)


def repaired(picture, name):
    """The picture as it was before the conversion; one that was not converted is returned as it is.

    Raises FetchError if it is not what the conversion makes of the result, since it then has another damage too.
    """
    if not is_converted(picture):
        return picture
    places = CARRIAGE_RETURNS.get(name, {})
    result = bytearray()
    for index, piece in enumerate(picture.split(b"\r\n")):
        if index:
            result += places.get(len(result), b"\n")
        result += piece
    if converted(bytes(result)) != picture:
        raise FetchError(f"{name} is damaged in a way that cannot be undone")
    return bytes(result)
