using System.Text.Json;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests.Packaging;

/// <summary>The packages that <c>package.sh</c> makes.</summary>
public sealed class PackageTests(PackedTool packed) : IClassFixture<PackedTool>
{
    [Theory]
    [InlineData(".deb")]
    [InlineData(".rpm")]
    [InlineData(".tar.gz")]
    public void The_same_tool_makes_the_same_bytes(string ending)
    {
        var output = packed.Make();
        Assert.SkipWhen(ending == ".rpm" && output.Contains("skipping: the .rpm", StringComparison.Ordinal), "The package rpm is needed.");

        var (first, second) = (PackedTool.Find(packed.First, ending), PackedTool.Find(packed.Second, ending));

        Path.GetFileName(first).Should().Be(Path.GetFileName(second));
        File.ReadAllBytes(first).AsSpan().SequenceEqual(File.ReadAllBytes(second)).Should().BeTrue();
    }

    [Theory]
    [InlineData("usr/lib/active-response/active-response")]
    [InlineData("usr/lib/active-response/libe_sqlite3.so")]
    [InlineData("usr/lib/systemd/system/active-response.service")]
    [InlineData("usr/lib/systemd/system/active-response-dashboard.service")]
    [InlineData("usr/lib/tmpfiles.d/active-response.conf")]
    [InlineData("usr/share/doc/active-response/drop-ins/hosts-deny.conf")]
    [InlineData("etc/active-response/active-response.json")]
    [InlineData("etc/active-response/ossec.conf")]
    [InlineData("etc/logrotate.d/active-response")]
    [InlineData("usr/share/man/man8/active-response-run.8.gz")]
    [InlineData("usr/share/man/man5/active-response.json.5.gz")]
    [InlineData("usr/share/bash-completion/completions/active-response")]
    [InlineData("usr/share/fish/vendor_completions.d/active-response.fish")]
    [InlineData("usr/share/doc/active-response/copyright")]
    [InlineData("usr/share/doc/active-response/dotnet-notices.gz")]
    [InlineData("usr/share/doc/active-response/bom.cdx.json")]
    public void Each_has_what_an_operator_needs(string path)
    {
        var output = packed.Make();

        File.Exists(Path.Combine(packed.Tree, path)).Should().BeTrue();
        Programs.Run("tar", "-tf", PackedTool.Find(packed.First, ".tar.gz")).Text.Split('\n').Should().Contain(path);
        if (!output.Contains("skipping: the .rpm", StringComparison.Ordinal))
        {
            var rpm = Programs.Run("rpm", "-qlp", PackedTool.Find(packed.First, ".rpm")).Text;
            rpm.Should().Contain(Path.GetFileName(path));
        }
    }

    [Fact]
    public void The_settings_are_the_administrators()
    {
        packed.Make();

        var kept = File.ReadAllLines(Path.Combine(packed.Tree, "DEBIAN/conffiles"));
        var etc = Path.Combine(packed.Tree, "etc");

        kept.Should()
            .BeEquivalentTo(
                Directory.GetFiles(etc, "*", SearchOption.AllDirectories).Select(file => "/" + Path.GetRelativePath(packed.Tree, file))
            );
        Directory.EnumerateFiles(etc, "*", SearchOption.AllDirectories).Should().HaveCount(3);
    }

    [Fact]
    public async Task The_program_finds_its_library_through_the_link()
    {
        packed.Make();
        var folder = packed.NewFolder("run");
        var (config, alerts) = (Path.Combine(folder, "ossec.conf"), Path.Combine(folder, "alerts.json"));
        await File.WriteAllTextAsync(config, Inputs.Config(1), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(alerts, Inputs.Alert("203.0.113.9"), TestContext.Current.CancellationToken);

        using var tool = ToolProcess.StartProgram(
            folder,
            null,
            Path.Combine(packed.Tree, "usr/bin/active-response"),
            "run",
            "--config",
            config,
            "--alerts",
            alerts,
            "--from-start",
            "--exit-when-idle",
            "--hosts-deny",
            "deny",
            "--state",
            "s.db"
        );

        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
        tool.OutputText.Should().Contain("applied").And.Contain("lifted");
    }

    [Fact]
    public void The_version_is_that_of_the_tool()
    {
        packed.Make();
        var version = Programs.Run(BuiltTool.Executable, "--version").Text.Split('+')[0].Trim();
        var field = Programs.Run("dpkg-deb", "-f", PackedTool.Find(packed.First, ".deb"), "Version").Text.Trim();

        // A pre-release is older than its release.
        var dash = version.IndexOf('-', StringComparison.Ordinal);
        field.Should().Be((dash < 0 ? version : $"{version[..dash]}~{version[(dash + 1)..].Replace('-', '.')}") + "-1");
        PackedTool.Find(packed.First, ".tar.gz").Should().Contain(version);
        using var bill = JsonDocument.Parse(File.ReadAllText(Path.Combine(packed.Tree, "usr/share/doc/active-response/bom.cdx.json")));
        var about = bill.RootElement.GetProperty("metadata");
        about.GetProperty("component").GetProperty("version").GetString().Should().Be(version);
        about.GetProperty("timestamp").GetString().Should().Be("2026-08-01T03:13:23Z");
    }

    [Theory]
    [InlineData("postinst")]
    [InlineData("prerm")]
    [InlineData("postrm")]
    public void The_scripts_of_the_deb_are_valid(string script)
    {
        packed.Make();

        Programs.Run("sh", "-n", Path.Combine(packed.Tree, "DEBIAN", script)).Should().Be((0, ""));
    }

    [Fact]
    public void The_scripts_of_the_rpm_are_valid()
    {
        packed.Make();
        Programs.Need("rpm", "rpm");
        var rpm = PackedTool.Find(packed.First, ".rpm");

        foreach (var script in new[] { "POSTIN", "PREUN", "POSTUN" })
        {
            var text = Programs.Run("rpm", "-qp", "--queryformat", $"%{{{script}}}", rpm).Text;
            text.Should().Contain("systemctl");
            Programs.Run("sh", "-n", "-c", text).Should().Be((0, ""));
        }

        Programs.Run("rpm", "-qp", "--configfiles", rpm).Text.Split('\n').Should().Contain("/etc/active-response/active-response.json");
    }

    [Fact]
    public void Lintian_finds_no_error()
    {
        packed.Make();
        Programs.Need("lintian", "lintian");

        var (_, text) = Programs.Run("lintian", "--allow-root", PackedTool.Find(packed.First, ".deb"));

        text.Split('\n').Where(static line => line.StartsWith("E:", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void All_of_the_tar_is_roots_and_only_root_can_write_it()
    {
        packed.Make();
        var lines = Programs
            .Run("tar", "-tvf", PackedTool.Find(packed.First, ".tar.gz"))
            .Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines.Should().OnlyContain(static line => line.Contains(" 0/0 ", StringComparison.Ordinal));
        lines
            .Where(static line => line[5] == 'w' || line[8] == 'w')
            .Should()
            .OnlyContain(static line => line[0] == 'l', "only links say so");
        lines
            .Select(static line => line.Split(' ')[^1])
            .Should()
            .NotContain(static path => path.StartsWith('/') || path.Contains("DEBIAN"));
    }
}
