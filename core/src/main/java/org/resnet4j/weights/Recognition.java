package org.resnet4j.weights;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.Options;
import org.resnet4j.arch.Shortcut;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.StateDifference;
import org.resnet4j.torch.TensorMap;

/**
 * Finds the network of a catalog that tensors belong to, from their names and shapes alone.
 *
 * <p>Where several networks have the same tensors, defaults come before changed options, networks
 * with shortcuts before plain ones, and what stands first in the catalog before the rest: so the
 * parameterless shortcuts of {@code resnet20} win over {@code plain20}, and both over the families.
 */
public final class Recognition {
  /** How torchvision names the side classifiers of GoogLeNet. */
  private static final String AUXILIARY = "aux";

  private static final int SHOWN = 4;

  private final Catalog catalog;
  private final Map<String, List<Integer>> shapes;
  private final boolean normalised;
  private final boolean auxiliary;

  /** A network that the tensors may belong to, and how many of its options are not its own. */
  private record Candidate(Architecture network, int changes) {
    static Candidate of(Architecture network, Architecture standard) {
      Options is = network.options();
      Options was = standard.options();
      return new Candidate(
          network,
          (is.shortcut() == was.shortcut() ? 0 : 1)
              + (is.norm() == was.norm() ? 0 : 1)
              + (is.auxiliary() == was.auxiliary() ? 0 : 1));
    }

    boolean isPlain() {
      return network.options().shortcut() == Shortcut.NONE;
    }
  }

  private Recognition(Catalog catalog, Map<String, List<Integer>> shapes) {
    this.catalog = catalog;
    this.shapes = shapes;
    this.normalised = shapes.keySet().stream().anyMatch(name -> name.endsWith(".running_mean"));
    this.auxiliary = shapes.keySet().stream().anyMatch(name -> name.startsWith(AUXILIARY));
  }

  /**
   * Finds the network.
   *
   * @param model its name in the catalog if it is known, else null
   * @throws WeightsException if no network has exactly these tensors, or the one of that name has
   *     not; the message tells how they differ from the nearest
   */
  public static Recognised of(TensorMap tensors, Catalog catalog, @Nullable String model)
      throws WeightsException {
    Origin origin = Origin.of(tensors.asMap().keySet());
    TensorMap renamed = renamed(tensors, origin);
    try {
      Recognition recognition = new Recognition(catalog, StateDifference.shapes(renamed));
      Architecture found = model == null ? recognition.search() : recognition.require(model);
      return new Recognised(found, origin, renamed);
    } catch (WeightsException | RuntimeException e) {
      renamed.close();
      throw e;
    }
  }

  private static TensorMap renamed(TensorMap tensors, Origin origin) throws WeightsException {
    TensorMap renamed = new TensorMap();
    try (PointerScope scope = new PointerScope()) {
      for (Map.Entry<String, Tensor> named : tensors.asMap().entrySet()) {
        String name = origin.rename(named.getKey());
        if (renamed.asMap().containsKey(name)) {
          renamed.close();
          throw new WeightsException("there are two tensors that torchvision would call " + name);
        }
        Tensor tensor = named.getValue();
        // A convolution over the whole map is a linear layer.
        boolean linear =
            origin == Origin.TIMM && name.startsWith("classifier.") && tensor.dim() == 4;
        renamed.put(name, linear ? tensor.flatten(1, 3) : tensor);
      }
    }
    return renamed;
  }

  private Architecture require(String model) throws WeightsException {
    Architecture standard;
    try {
      standard = catalog.build(model);
    } catch (IllegalArgumentException e) {
      throw new WeightsException(String.valueOf(e.getMessage()), e);
    }
    List<Architecture> candidates = candidates(standard);
    for (Architecture candidate : candidates) {
      if (difference(candidate).count() == 0) {
        return candidate;
      }
    }
    Architecture nearest = candidates.isEmpty() ? standard : candidates.get(0);
    throw new WeightsException(
        "these are not the weights of " + model + ": " + difference(nearest));
  }

  private Architecture search() throws WeightsException {
    int depth =
        (int)
            shapes.entrySet().stream()
                .filter(tensor -> tensor.getValue().size() == 4 && isTrunk(tensor.getKey()))
                .count();
    List<Candidate> candidates = new ArrayList<>();
    List<Architecture> all = new ArrayList<>();
    for (Catalog.Entry entry : catalog.entries()) {
      standard(entry, depth)
          .ifPresent(
              standard -> {
                all.add(standard);
                if (depth(standard.layers()) == depth) {
                  candidates(standard)
                      .forEach(each -> candidates.add(Candidate.of(each, standard)));
                }
              });
    }
    candidates.sort(Comparator.comparingInt(Candidate::changes).thenComparing(Candidate::isPlain));
    for (Candidate candidate : candidates) {
      if (difference(candidate.network()).count() == 0) {
        return candidate.network();
      }
    }
    Architecture nearest =
        Stream.concat(
                candidates.stream().map(Candidate::network),
                all.stream().flatMap(each -> candidates(each).stream().limit(1)))
            .min(Comparator.comparingLong(this::distance))
            .orElseThrow(() -> new WeightsException("the catalog is empty"));
    if (2 * equal(nearest) < shapes.size()) {
      throw new WeightsException(
          "no network of the catalog has tensors like these "
              + shapes.size()
              + ", of which the first are "
              + shapes.entrySet().stream()
                  .limit(SHOWN)
                  .map(tensor -> tensor.getKey() + " " + tensor.getValue())
                  .collect(Collectors.joining(", ")));
    }
    throw new WeightsException(
        "no network of the catalog has these tensors; the nearest is "
            + nearest.name()
            + ": "
            + difference(nearest));
  }

  /** The network of an entry with its defaults; none for a family that has no such depth. */
  private static Optional<Architecture> standard(Catalog.Entry entry, int depth) {
    // A family counts its convolutions and the classifier.
    String name = entry.isFamily() ? entry.name() + (depth + 1) : entry.name();
    try {
      Layer layers = entry.builder().apply(depth + 1, entry.defaults());
      return Optional.of(new Architecture(name, entry.defaults(), layers));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The network with what the tensors tell of its options: classes, channels, normalisation, side
   * classifiers, and the shortcuts that may be, its own first.
   */
  private List<Architecture> candidates(Architecture standard) {
    Options own = standard.options();
    List<Architecture> candidates = new ArrayList<>();
    List<Shortcut> shortcuts = new ArrayList<>(List.of(own.shortcut()));
    Stream.of(Shortcut.values()).filter(each -> each != own.shortcut()).forEach(shortcuts::add);
    for (Shortcut shortcut : shortcuts) {
      try {
        candidates.add(
            catalog.build(
                standard.name(),
                options ->
                    options
                        .withClasses(classes(standard))
                        .withInput(
                            new Shape(
                                channels(standard), own.input().height(), own.input().width()))
                        .withNorm(normalised ? Options.Norm.BATCH : Options.Norm.NONE)
                        .withAuxiliary(auxiliary)
                        .withShortcut(shortcut)));
      } catch (IllegalArgumentException e) {
        // It has no such option, so the tensors are not of this form of it.
      }
    }
    return candidates;
  }

  /** The first dimension of the last linear weight. */
  private int classes(Architecture standard) {
    return layers(standard, Linear.class)
        .reduce((first, second) -> second)
        .map(last -> shapes.get(last.name() + ".weight"))
        .filter(shape -> !shape.isEmpty())
        .map(shape -> shape.get(0))
        .orElse(standard.options().classes());
  }

  /** The second dimension of the first convolution's weight. */
  private int channels(Architecture standard) {
    return layers(standard, Conv.class)
        .findFirst()
        .map(first -> shapes.get(first.name() + ".weight"))
        .filter(shape -> shape.size() == 4)
        .map(shape -> shape.get(1))
        .orElse(standard.options().input().channels());
  }

  private static <L extends Layer> Stream<L> layers(Architecture network, Class<L> type) {
    return network.layers().walk().filter(type::isInstance).map(type::cast);
  }

  /** How many convolutions there are outside of shortcuts and gates: the same with any options. */
  private static int depth(Layer layer) {
    if (layer instanceof Conv conv) {
      return isTrunk(conv.name()) ? 1 : 0;
    }
    int depth = 0;
    for (Layer child : layer.children()) {
      depth += depth(child);
    }
    return depth;
  }

  private static boolean isTrunk(String name) {
    return !name.contains(".downsample.")
        && !name.contains(".gate.")
        && !name.startsWith(AUXILIARY);
  }

  private StateDifference difference(Architecture candidate) {
    return StateDifference.of(candidate.layers().allParameters(), shapes);
  }

  /** How many tensors differ, found without listing them. */
  private long distance(Architecture candidate) {
    return candidate.layers().allParameters().size() + shapes.size() - 2 * equal(candidate);
  }

  private long equal(Architecture candidate) {
    return candidate.layers().allParameters().stream()
        .filter(parameter -> parameter.shape().equals(shapes.get(parameter.name())))
        .count();
  }
}
