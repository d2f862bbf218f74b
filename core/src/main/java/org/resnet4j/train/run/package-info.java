/** The folder of a run: settings, log, checkpoints, report. */
@NullMarked
package org.resnet4j.train.run;

import org.jspecify.annotations.NullMarked;
