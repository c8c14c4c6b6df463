using System.Security.Cryptography;
using ActiveResponse.AspNetCore;

namespace ActiveResponse.Dashboard.Tests;

/// <summary>Files of others are those of the releases named, byte for byte, each with its licence; ours keep our rules.</summary>
public sealed class VendoredFilesTests
{
    private const string Folder = "wwwroot/assets/";

    [Theory]
    [InlineData("vendor/uplot/uPlot.esm.js", "5dd9b3281aa64b461b42d9945f6adb2649d346502b12281a9ae0d46599a80eba", "uplot 1.6.32")]
    [InlineData("vendor/uplot/uPlot.min.css", "df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04", "uplot 1.6.32")]
    [InlineData(
        "vendor/inter/inter-latin-wght-normal.woff2",
        "3100e775e8616cd2611beecfa23a4263d7037586789b43f035236a2e6fbd4c62",
        "@fontsource-variable/inter 5.3.0"
    )]
    public void A_vendored_file_is_that_of_its_release(string name, string hash, string release) =>
        Convert.ToHexStringLower(SHA256.HashData(Bytes(name))).Should().Be(hash, release);

    [Theory]
    [InlineData("vendor/uplot/LICENSE.txt", "The MIT License")]
    [InlineData("vendor/inter/LICENSE.txt", "SIL Open Font License")]
    public void A_vendored_file_has_its_licence_beside_it(string name, string text) =>
        System.Text.Encoding.UTF8.GetString(Bytes(name)).Should().Contain(text);

    [Fact]
    public void Our_files_have_short_lines_and_no_markup_from_strings()
    {
        var files = typeof(ActiveResponseApiOptions)
            .Assembly.GetManifestResourceNames()
            .Where(static name => name.EndsWith(".js", StringComparison.Ordinal) || name.EndsWith(".css", StringComparison.Ordinal))
            .Where(static name => !name.StartsWith(Folder + "vendor/", StringComparison.Ordinal))
            .ToDictionary(static name => name, static name => System.Text.Encoding.UTF8.GetString(Bytes(name[Folder.Length..])));

        files.Should().NotBeEmpty();
        files
            .Where(static file =>
                file.Value.Split('\n') is var lines && (lines.Length > 341 || lines.Any(static line => line.Length > 140))
            )
            .Select(static file => file.Key)
            .Should()
            .BeEmpty();
        string[] forbidden =
        [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "DOMParser",
            "http://",
        ];
        files
            .SelectMany(file => forbidden.Where(file.Value.Contains).Select(word => $"{file.Key}: {word}"))
            .Where(static found => found != "wwwroot/assets/js/base/dom.js: http://")
            .Should()
            .BeEmpty("the only address is the name of the SVG namespace");
    }

    private static byte[] Bytes(string name)
    {
        using var stream = typeof(ActiveResponseApiOptions).Assembly.GetManifestResourceStream(Folder + name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
