using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Tta.Primitives;

namespace Primitives.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_committed_one()
    {
        string file = Path.Combine(Repository(), "Primitives", "PublicApi.txt");
        string now = Surface(typeof(WorkflowPrimitive).Assembly);
        if (Environment.GetEnvironmentVariable("ACCEPT_PUBLIC_API") == "1")
        {
            File.WriteAllText(file, now);
        }

        // On purpose? Run this test once with ACCEPT_PUBLIC_API=1 and commit the file.
        Assert.Equal(File.ReadAllText(file), now);
    }

    private static string Repository([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../.."));

    private static string Surface(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(t => t.ToString(), StringComparer.Ordinal))
        {
            text.Append(type).Append(type.BaseType is null ? "" : $" : {type.BaseType}").Append('\n');
            IEnumerable<string> members = type
                .GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(IsVisible)
                .Select(Describe)
                .Order(StringComparer.Ordinal);
            foreach (string member in members)
            {
                text.Append("  ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Describe(MemberInfo member) =>
        member is FieldInfo { IsLiteral: true } constant ? $"{constant} = {constant.GetRawConstantValue()}" : member.ToString()!;

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => !(method.IsSpecialName && IsAccessor(method))
            && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly),
        FieldInfo field => field.IsPublic && !field.IsSpecialName,
        PropertyInfo property => property.GetAccessors(nonPublic: false).Length > 0,
        EventInfo => true,
        _ => false,
    };

    private static bool IsAccessor(MethodBase method) =>
        method.Name.StartsWith("get_", StringComparison.Ordinal) || method.Name.StartsWith("add_", StringComparison.Ordinal)
        || method.Name.StartsWith("remove_", StringComparison.Ordinal);
}
