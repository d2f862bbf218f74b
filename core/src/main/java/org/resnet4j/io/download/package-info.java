/** Files from the network: resumed, checked, and complete before they get their name. */
@NullMarked
package org.resnet4j.io.download;

import org.jspecify.annotations.NullMarked;
