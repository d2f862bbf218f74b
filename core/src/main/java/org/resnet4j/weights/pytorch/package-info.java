/** Files of Python's {@code torch.save}, read and written without Python. */
@NullMarked
package org.resnet4j.weights.pytorch;

import org.jspecify.annotations.NullMarked;
