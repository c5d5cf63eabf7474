using System.Text.Json;

namespace Tta.Deployment.Manifest;

/// <summary>Reads a JSON file into <see cref="ManifestNode"/>s. Comments are allowed; duplicate names are an error.</summary>
internal ref struct ManifestParser
{
    private const int MaxFileBytes = 16 * 1024 * 1024;

    private readonly ReadOnlySpan<byte> _json;
    private readonly string _file;
    private readonly List<string> _path = [];
    private Utf8JsonReader _reader;
    private long _countedTo;
    private int _line = 1;

    private ManifestParser(string file, ReadOnlySpan<byte> json)
    {
        _file = file;
        _json = json;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
    }

    /// <summary>Reads and parses a file.</summary>
    /// <exception cref="DeploymentException">The file is missing, unreadable or not JSON.</exception>
    public static ManifestNode ParseFile(string path)
    {
        var display = DisplayName(path);
        byte[] bytes;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxFileBytes } file)
            {
                throw new DeploymentException($"{display}: {file.Length} bytes is too large for a manifest (at most {MaxFileBytes}).");
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DeploymentException($"{display}: no such file; name it with --manifest FILE or --settings FILE.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DeploymentException($"{display}: cannot be read: {error.Message}", error);
        }

        return Parse(display, bytes);
    }

    /// <summary>Parses JSON text.</summary>
    /// <exception cref="DeploymentException">The text is not JSON; the message has the line.</exception>
    public static ManifestNode Parse(string file, ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        if (json.StartsWith(byteOrderMark))
        {
            json = json[byteOrderMark.Length..];
        }

        var parser = new ManifestParser(file, json);
        try
        {
            parser._reader.Read();
            var root = parser.ReadValue();
            parser._reader.Read();
            return root;
        }
        catch (JsonException error)
        {
            var at = new SourceLocation(file, (int)(error.LineNumber ?? 0) + 1);
            var detail = error.Message.Split(" LineNumber:", 2)[0];
            throw new DeploymentException($"{at}: not valid JSON: {detail}", error);
        }
        catch (InvalidOperationException error)
        {
            throw new DeploymentException($"{parser.Here()}: not valid text: {error.Message}", error);
        }
    }

    /// <summary>The path as a user in the current directory would write it.</summary>
    public static string DisplayName(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private ManifestNode ReadValue()
    {
        var at = Here();
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return new ManifestNode(JsonValueKind.Object, at, members: ReadMembers());
            case JsonTokenType.StartArray:
                return new ManifestNode(JsonValueKind.Array, at, elements: ReadElements());
            case JsonTokenType.String:
                return new ManifestNode(JsonValueKind.String, at, _reader.GetString());
            case JsonTokenType.Number:
                return new ManifestNode(JsonValueKind.Number, at, System.Text.Encoding.UTF8.GetString(_reader.ValueSpan));
            case JsonTokenType.True:
                return new ManifestNode(JsonValueKind.True, at);
            case JsonTokenType.False:
                return new ManifestNode(JsonValueKind.False, at);
            default:
                return new ManifestNode(JsonValueKind.Null, at);
        }
    }

    private OrderedDictionary<string, ManifestNode> ReadMembers()
    {
        var members = new OrderedDictionary<string, ManifestNode>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var name = _reader.GetString()!;
            _path.Add(name);
            if (members.ContainsKey(name))
            {
                throw Here().Error("is there twice; remove one.");
            }

            _reader.Read();
            members.Add(name, ReadValue());
            _path.RemoveAt(_path.Count - 1);
        }

        return members;
    }

    private List<ManifestNode> ReadElements()
    {
        var elements = new List<ManifestNode>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            _path.Add($"[{elements.Count}]");
            elements.Add(ReadValue());
            _path.RemoveAt(_path.Count - 1);
        }

        return elements;
    }

    private SourceLocation Here()
    {
        var start = Math.Min(_reader.TokenStartIndex, _json.Length);
        _line += _json[(int)_countedTo..(int)start].Count((byte)'\n');
        _countedTo = start;

        if (_path is ["resources", var resource, .. var below])
        {
            return new SourceLocation(_file, _line, resource, Join(below));
        }

        return new SourceLocation(_file, _line, null, Join(_path));
    }

    private static string Join(List<string> path) => string.Join('.', path).Replace(".[", "[", StringComparison.Ordinal);
}
