"""The kinds of arrays the breeding library hands around; those inside results are read-only."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]
Single = NDArray[np.float32]
Int = NDArray[np.int64]
Index = NDArray[np.int32]
Short = NDArray[np.int16]
Code = NDArray[np.int8]
Bool = NDArray[np.bool_]
Dates = NDArray[np.datetime64]
Names = NDArray[np.str_]

Kind = TypeVar("Kind", bound=np.generic)


def held(array: NDArray[Kind]) -> NDArray[Kind]:
    """The array, which from now on refuses to be written to."""
    array.setflags(write=False)
    return array
