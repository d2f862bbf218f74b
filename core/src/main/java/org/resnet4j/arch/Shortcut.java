package org.resnet4j.arch;

import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Identity;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Residual;
import org.resnet4j.layer.Sequence;
import org.resnet4j.layer.Subsample;

/** What joins the input of a block to its output. He et al. 2015, section 3.3 and Table 3. */
public enum Shortcut {
  /** No shortcut: the plain network that residual ones are compared with. */
  NONE,
  /** Option A: the identity, with zero channels where the size changes; no parameters. */
  ZERO_PADDING,
  /** Option B: the identity, and a 1x1 projection where the size changes. */
  PROJECTION,
  /** Option C: a projection in every block. */
  ALL_PROJECTION;

  /** Puts the shortcut around a branch that leads from {@code in} to {@code out} channels. */
  Layer around(String name, Layer branch, int in, int out, int stride, Options.Norm norm) {
    boolean sameSize = in == out && stride == 1;
    return switch (this) {
      case NONE -> branch;
      case ZERO_PADDING ->
          new Residual(branch, sameSize ? new Identity() : new Subsample(in, out, stride));
      case PROJECTION ->
          new Residual(branch, sameSize ? new Identity() : projection(name, in, out, stride, norm));
      case ALL_PROJECTION -> new Residual(branch, projection(name, in, out, stride, norm));
    };
  }

  private static Layer projection(String name, int in, int out, int stride, Options.Norm norm) {
    boolean bare = norm == Options.Norm.NONE;
    Conv conv = new Conv(name + ".downsample.0", in, out, 1, stride, 0, 1, bare);
    return bare ? conv : Sequence.sequence(conv, new BatchNorm(name + ".downsample.1", out));
  }
}
