package org.resnet4j.data;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.augment.Lighting;
import org.resnet4j.data.augment.Mixing;
import org.resnet4j.data.augment.RandomEffect;
import org.resnet4j.data.augment.RandomErasing;
import org.resnet4j.data.augment.RandomFraming;
import org.resnet4j.io.Json;
import org.resnet4j.layer.Shape;

/**
 * How training images are augmented, in this order: a picture is framed, effects change its bytes,
 * it is padded, cropped and mirrored, its light changes, and a part is erased; then the images of a
 * batch are mixed. Small images need the middle part alone, photographs a random frame.
 *
 * @param pad pixels added on each side before the random crop; 4 in He et al. 2015, section 4.2
 * @param crop height and width of the window; 0 for the image's own
 * @param reflect padding mirrors the image (without repeating its edge); otherwise it is zero after
 *     normalisation, the mean colour, as in fb.resnet.torch
 * @param flip whether an image may be mirrored left to right
 * @param alternate flips every second epoch instead of at random, so that two consecutive epochs
 *     show both orientations of every image (Jordan 2024, "94% on CIFAR-10 in 3.29 seconds",
 *     section 3.6)
 * @param cutout side of a square set to zero around a random pixel, clipped at the border; 0 for
 *     none (DeVries and Taylor 2017)
 * @param framing of the whole picture as it is stored; null for the frame of the data set, the same
 *     in every epoch
 * @param effects on the bytes of the framed image
 * @param lighting the change of the light's colour, for images of 3 channels; null for none
 * @param erasing of a rectangle; null for none
 * @param mixing of images and labels; null for none
 * @param repeats how often an image is in a batch, each time augmented differently, while an epoch
 *     keeps its length (Hoffer et al. 2020, Berman et al. 2019); null for once
 */
public record Augmentation(
    int pad,
    int crop,
    boolean reflect,
    boolean flip,
    boolean alternate,
    int cutout,
    @Json.Optional @Nullable RandomFraming framing,
    @Json.Optional @Nullable List<RandomEffect> effects,
    @Json.Optional @Nullable Lighting lighting,
    @Json.Optional @Nullable RandomErasing erasing,
    @Json.Optional @Nullable Mixing mixing,
    @Json.Optional @Nullable Integer repeats) {
  /** No augmentation. */
  public static final Augmentation NONE = new Augmentation(0, 0, false, false, false, 0);

  /**
   * The protocol of He et al. 2015, section 4.2, for small images: zero padding of 4 and a random
   * flip.
   */
  public static final Augmentation PAPER = new Augmentation(4, 0, false, true, false, 0);

  /** Checks that nothing is negative and that {@code alternate} has a flip to alternate. */
  public Augmentation {
    if (pad < 0 || crop < 0 || cutout < 0) {
      throw new IllegalArgumentException(
          "expected padding, crop and cutout of at least 0 pixels, got "
              + pad
              + ", "
              + crop
              + " and "
              + cutout);
    }
    if (alternate && !flip) {
      throw new IllegalArgumentException("an alternating flip needs flip to be on");
    }
    if (repeats != null && repeats < 1) {
      throw new IllegalArgumentException(
          "expected an image at least once in a batch, got " + repeats + " repeats");
    }
    effects = effects == null ? List.of() : List.copyOf(effects);
  }

  /** The part for small images alone. */
  public Augmentation(
      int pad, int crop, boolean reflect, boolean flip, boolean alternate, int cutout) {
    this(pad, crop, reflect, flip, alternate, cutout, null, List.of(), null, null, null, null);
  }

  /** A random frame of photographs, and a random flip. */
  public static Augmentation framed(RandomFraming framing) {
    return NONE.withFlip(true).withFraming(framing);
  }

  /** The effects, in order; empty for none. */
  @Override
  public List<RandomEffect> effects() {
    return effects == null ? List.of() : effects;
  }

  /** How often an image is in a batch. */
  public int copies() {
    return repeats == null ? 1 : repeats;
  }

  /** The shape of an image of a data set once it is framed. */
  Shape framed(Shape stored) {
    return framing == null ? stored : new Shape(stored.channels(), framing.size(), framing.size());
  }

  /**
   * The shape of a training image made from one of the given shape.
   *
   * @throws DataException if the window is larger than the padded image
   */
  public Shape resultOf(Shape stored) {
    Shape source = framed(stored);
    if (crop == 0) {
      return source;
    }
    if (crop > Math.min(source.height(), source.width()) + 2 * pad) {
      throw new DataException("a window of " + crop + " pixels is larger than images of " + source);
    }
    return new Shape(source.channels(), crop, crop);
  }

  /** With another padding. */
  public Augmentation withPad(int value) {
    return new Augmentation(
        value, crop, reflect, flip, alternate, cutout, framing, effects, lighting, erasing, mixing,
        repeats);
  }

  /** With a smaller window. */
  public Augmentation withCrop(int value) {
    return new Augmentation(
        pad, value, reflect, flip, alternate, cutout, framing, effects, lighting, erasing, mixing,
        repeats);
  }

  /** With mirrored or zero padding. */
  public Augmentation withReflect(boolean value) {
    return new Augmentation(
        pad, crop, value, flip, alternate, cutout, framing, effects, lighting, erasing, mixing,
        repeats);
  }

  /** With or without mirroring. */
  public Augmentation withFlip(boolean value) {
    return new Augmentation(
        pad,
        crop,
        reflect,
        value,
        value && alternate,
        cutout,
        framing,
        effects,
        lighting,
        erasing,
        mixing,
        repeats);
  }

  /** With an alternating flip, or a random one. */
  public Augmentation withAlternate(boolean value) {
    return new Augmentation(
        pad, crop, reflect, flip, value, cutout, framing, effects, lighting, erasing, mixing,
        repeats);
  }

  /** With a square cut out. */
  public Augmentation withCutout(int value) {
    return new Augmentation(
        pad, crop, reflect, flip, alternate, value, framing, effects, lighting, erasing, mixing,
        repeats);
  }

  /** With a random frame, or the data set's own. */
  public Augmentation withFraming(@Nullable RandomFraming value) {
    return new Augmentation(
        pad, crop, reflect, flip, alternate, cutout, value, effects, lighting, erasing, mixing,
        repeats);
  }

  /** With other effects. */
  public Augmentation withEffects(List<RandomEffect> value) {
    return new Augmentation(
        pad, crop, reflect, flip, alternate, cutout, framing, value, lighting, erasing, mixing,
        repeats);
  }

  /** With another change of light. */
  public Augmentation withLighting(@Nullable Lighting value) {
    return new Augmentation(
        pad, crop, reflect, flip, alternate, cutout, framing, effects, value, erasing, mixing,
        repeats);
  }

  /** With another erasing. */
  public Augmentation withErasing(@Nullable RandomErasing value) {
    return new Augmentation(
        pad, crop, reflect, flip, alternate, cutout, framing, effects, lighting, value, mixing,
        repeats);
  }

  /** With another mixing. */
  public Augmentation withMixing(@Nullable Mixing value) {
    return new Augmentation(
        pad, crop, reflect, flip, alternate, cutout, framing, effects, lighting, erasing, value,
        repeats);
  }

  /** With every image several times in a batch. */
  public Augmentation withRepeats(int value) {
    return new Augmentation(
        pad, crop, reflect, flip, alternate, cutout, framing, effects, lighting, erasing, mixing,
        value);
  }
}
