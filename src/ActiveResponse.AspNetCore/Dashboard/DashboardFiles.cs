using System.Collections.Frozen;
using System.Security.Cryptography;

namespace ActiveResponse.AspNetCore.Dashboard;

/// <summary>One file of the page.</summary>
/// <param name="Bytes">Its content.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Tag">Its entity tag, with quotes.</param>
internal sealed record DashboardFile(byte[] Bytes, string ContentType, string Tag);

/// <summary>The files of the page, from this assembly.</summary>
internal sealed class DashboardFiles
{
    public const string Page = "index.html";

    private const string Folder = "wwwroot/";
    private readonly FrozenDictionary<string, DashboardFile> _files;

    public DashboardFiles()
    {
        var assembly = typeof(DashboardFiles).Assembly;
        _files = assembly
            .GetManifestResourceNames()
            .Where(static name => name.StartsWith(Folder, StringComparison.Ordinal))
            .ToFrozenDictionary(
                static name => name[Folder.Length..].Replace('\\', '/'),
                name =>
                {
                    using var stream = assembly.GetManifestResourceStream(name)!;
                    var bytes = new byte[stream.Length];
                    stream.ReadExactly(bytes);
                    return new DashboardFile(bytes, TypeOf(name), $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"");
                }
            );
    }

    public IReadOnlyCollection<string> Names => _files.Keys;

    public DashboardFile? Find(string name) => _files.GetValueOrDefault(name);

    private static string TypeOf(string name) =>
        Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".js" or ".mjs" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".json" => "application/json",
            ".png" => "image/png",
            ".ico" => "image/x-icon",
            ".woff2" => "font/woff2",
            _ => "text/plain; charset=utf-8",
        };
}
