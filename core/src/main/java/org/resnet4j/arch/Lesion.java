package org.resnet4j.arch;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.resnet4j.arch.cost.Shapes;
import org.resnet4j.layer.Gated;
import org.resnet4j.layer.Identity;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Residual;
import org.resnet4j.layer.Sequence;
import org.resnet4j.layer.Shape;

/**
 * Removes or swaps blocks of a trained network, to measure how much it depends on them (Veit et al.
 * 2016). The results keep the names of the remaining parameters, so they accept those of the intact
 * network; their architecture keeps name and options, but cannot be rebuilt from them.
 *
 * @param network the intact one
 */
public record Lesion(Architecture network) {

  /** A named sequence inside a stage, and the shapes that enter and leave it. */
  private record Found(Sequence block, Shape in, Shape out) {
    /**
     * A branch is removable wherever a shortcut remains; a block without one only if it keeps the
     * shape. Gated blocks are not, because the gate weighs the shortcut against the branch.
     */
    boolean isRemovable() {
      return (isResidual() || keepsShape()) && !isGated();
    }

    boolean keepsShape() {
      return in.equals(out);
    }

    boolean isGated() {
      return block.walk().anyMatch(Gated.class::isInstance);
    }

    boolean isResidual() {
      return !withoutBranch(block).equals(block);
    }
  }

  /** The names of the blocks accepted by {@link #without}, in the order of computation. */
  public List<String> removable() {
    return names(Found::isRemovable);
  }

  /**
   * The names of the {@link #removable} blocks that preserve the shape of maps: the same in a
   * residual network and in its plain twin.
   */
  public List<String> removableOfOneShape() {
    return names(found -> found.isRemovable() && found.keepsShape());
  }

  private List<String> names(Predicate<Found> accepted) {
    return blocks().values().stream().filter(accepted).map(found -> found.block().name()).toList();
  }

  /**
   * The network without some blocks. Of a residual block the branch is removed, and its shortcut
   * stays with what precedes and follows both; a plain block becomes the identity.
   *
   * @param names of {@link #removable} blocks
   * @throws IllegalArgumentException if there is no such block, or it cannot be removed
   */
  public Architecture without(Collection<String> names) {
    Map<String, Found> blocks = blocks();
    Map<String, Layer> replacements = new LinkedHashMap<>();
    for (String name : names) {
      Found found = require(blocks, name);
      if (!found.isRemovable()) {
        throw new IllegalArgumentException(
            network.name()
                + " cannot be without "
                + (found.isGated()
                    ? name + ", whose shortcut is gated"
                    : describe(found) + " without a shortcut")
                + "; removable are "
                + list(removable()));
      }
      replacements.put(
          name,
          found.isResidual()
              ? withoutBranch(found.block())
              : Sequence.sequence(name, new Identity()));
    }
    return replaced(replacements);
  }

  /**
   * The network with two blocks in each other's place.
   *
   * @throws IllegalArgumentException if there is no such block, or they do not preserve the same
   *     shape
   */
  public Architecture exchanged(String first, String second) {
    Map<String, Found> blocks = blocks();
    Found a = require(blocks, first);
    Found b = require(blocks, second);
    if (!a.in().equals(b.in()) || !a.out().equals(b.out())) {
      throw new IllegalArgumentException(
          "expected blocks of equal shapes to swap, got " + describe(a) + ", and " + describe(b));
    }
    Map<String, Layer> replacements = new LinkedHashMap<>();
    replacements.put(first, b.block());
    replacements.put(second, a.block());
    return replaced(replacements);
  }

  private static String list(Collection<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static String describe(Found found) {
    return found.block().name() + ", which makes " + found.out() + " of " + found.in();
  }

  private Found require(Map<String, Found> blocks, String name) {
    Found found = blocks.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          network.name() + " has no block '" + name + "': choose one of " + list(blocks.keySet()));
    }
    return found;
  }

  private Map<String, Found> blocks() {
    Map<String, Found> blocks = new LinkedHashMap<>();
    follow(network.layers(), network.options().input(), false, blocks);
    return blocks;
  }

  /** Collects blocks by propagating one image; blocks inside blocks are not searched. */
  private static Shape follow(Layer layer, Shape in, boolean inStage, Map<String, Found> blocks) {
    boolean named = layer instanceof Sequence sequence && !sequence.name().isEmpty();
    if (!(layer instanceof Sequence sequence) || (inStage && named)) {
      Shape out = layer.apply(new Shapes(), in);
      if (layer instanceof Sequence block) {
        blocks.put(block.name(), new Found(block, in, out));
      }
      return out;
    }
    Shape x = in;
    for (Layer child : sequence.layers()) {
      x = follow(child, x, inStage || named, blocks);
    }
    return x;
  }

  private Architecture replaced(Map<String, Layer> replacements) {
    return new Architecture(
        network.name(), network.options(), replaced(network.layers(), replacements));
  }

  private static Layer replaced(Layer layer, Map<String, Layer> replacements) {
    if (!(layer instanceof Sequence sequence)) {
      return layer;
    }
    Layer other = replacements.get(sequence.name());
    return other != null ? other : sequence.mapChildren(child -> replaced(child, replacements));
  }

  private static Layer withoutBranch(Layer layer) {
    if (layer instanceof Residual residual) {
      return residual.shortcut();
    }
    return layer instanceof Sequence sequence ? sequence.mapChildren(Lesion::withoutBranch) : layer;
  }
}
