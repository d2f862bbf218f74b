/** The two layouts of files that Python's {@code torch.save} writes, read without Python. */
@NullMarked
package org.resnet4j.weights.pytorch;

import org.jspecify.annotations.NullMarked;
