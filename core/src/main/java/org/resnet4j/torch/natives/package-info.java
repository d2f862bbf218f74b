/** The native libraries of this process: unpacked once by content, verified, loaded. */
@NullMarked
package org.resnet4j.torch.natives;

import org.jspecify.annotations.NullMarked;
