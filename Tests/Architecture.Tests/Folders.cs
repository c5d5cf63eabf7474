using System.Collections.Immutable;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace Tta.Architecture.Tests;

/// <summary>Which folder of a project uses which, as the compiled types say it.</summary>
internal sealed class Folders
{
    private readonly ImmutableDictionary<string, ImmutableDictionary<string, string>> _uses;

    private Folders(ImmutableDictionary<string, ImmutableDictionary<string, string>> uses) => _uses = uses;

    /// <summary>Of an assembly whose namespaces are its folders. Files beside the project itself use what they like: they put it together.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="root">The namespace of the project's own folder.</param>
    public static Folders ByNamespace(Assembly assembly, string root) => Of(
        assembly,
        type => type.Namespace.FullName.StartsWith(root + ".", StringComparison.Ordinal) ? type.Namespace.FullName[(root.Length + 1)..] : null);

    /// <summary>Of an assembly whose types <paramref name="folder"/> puts into folders; null: left out.</summary>
    public static Folders Of(Assembly assembly, Func<IType, string?> folder)
    {
        var types = new ArchLoader().LoadAssembly(assembly).Build().Types.ToHashSet();
        var uses =
            from type in types
            let @from = folder(type)
            where @from is not null
            from target in type.Dependencies.Select(dependency => dependency.Target).Where(types.Contains)
            let to = folder(target)
            where to is not null && to != @from
            select (@from, to, Example: $"{type.Name} uses {target.Name}");
        return new Folders(uses
            .GroupBy(use => use.@from)
            .ToImmutableDictionary(
                one => one.Key,
                one => one.GroupBy(use => use.to).ToImmutableDictionary(to => to.Key, to => to.Select(use => use.Example).Order(StringComparer.Ordinal).First())));
    }

    /// <summary>The folders that use another one or are used.</summary>
    public IEnumerable<string> Names => _uses.Keys.Concat(_uses.Values.SelectMany(to => to.Keys)).Distinct();

    /// <summary>The shortest cycle through each pair of folders that is part of one, with an example for each step.</summary>
    public IReadOnlyList<string> Cycles() =>
    [
        .. from pair in _uses.SelectMany(one => one.Value.Keys.Select(to => (From: one.Key, To: to)))
           let back = Path(pair.To, pair.From)
           where back is not null
           let steps = back.Prepend(pair.From).ToList()
           where steps.SkipLast(1).Min(StringComparer.Ordinal) == pair.From
           orderby steps.Count, pair.From
           select string.Join(", ", steps.Zip(steps.Skip(1), (one, next) => $"{one} → {next} ({_uses[one][next]})")),
    ];

    /// <summary>The shortest way from one folder to another along what they use; null when there is none.</summary>
    private List<string>? Path(string from, string to)
    {
        var cameFrom = new Dictionary<string, string?> { [from] = null };
        var queue = new Queue<string>([from]);
        while (queue.TryDequeue(out var here))
        {
            if (here == to)
            {
                var path = new List<string>();
                for (string? step = here; step is not null; step = cameFrom[step])
                {
                    path.Insert(0, step);
                }

                return path;
            }

            foreach (var next in _uses.GetValueOrDefault(here, []).Keys.Where(next => cameFrom.TryAdd(next, here)))
            {
                queue.Enqueue(next);
            }
        }

        return null;
    }
}
