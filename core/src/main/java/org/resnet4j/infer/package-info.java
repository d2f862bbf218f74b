/** Using a trained network: files to predictions, and how right they are. */
@NullMarked
package org.resnet4j.infer;

import org.jspecify.annotations.NullMarked;
