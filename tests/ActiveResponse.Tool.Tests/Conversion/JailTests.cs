using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ActiveResponse.Tool.Conversion;
using ActiveResponse.Tool.Conversion.Fail2ban;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests.Conversion;

/// <summary>Settings of jails, with the real fail2ban as the judge.</summary>
public sealed partial class JailTests : IDisposable
{
    private const string Client = "/usr/bin/fail2ban-client";

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Jails_have_the_values_that_fail2ban_gives_them()
    {
        var folder = StockSettings();
        Write("jail.d/a.conf", "[DEFAULT]\nbantime = 20m ; not the stock one\nmine = 192.0.2.1\n[dovecot]\nenabled = on\nbantime=1w\n");
        Write("paths-debian.local", "[DEFAULT]\nsyslog_authpriv = /dev/null\n");
        Write(
            "jail.local",
            """
            [DEFAULT]
            ignoreip = 127.0.0.1/8 ::1
                       # the lab
                       %(mine)s,192.0.2.2

               198.51.100.0/24
            bantime.increment = true
            [postfix]
            enabled: TRUE
            bantime = %(sshd/bantime)s
            ignoreip = %(known/ignoreip)s %(default/mine)s gw.%(__name__)s.example
            logpath = %(syslog_authpriv)s
            [dovecot]
            bantime = %(known/bantime)s 1d
            """
        );
        Write("jail.d/z.local", "[INCLUDES]\nafter = more.inc\n[sshd]\nbantime = -1\nfindtime = 100%%\n");
        Write("jail.d/more.inc", "[dovecot]\nbantime.multipliers = 1 3\n 9\n");

        var judged = Judge(folder);
        var files = JailFiles.Read(folder);
        var enabled = files.Sections.Keys.Select(name => new JailOptions(files, name)).Where(static jail => jail.IsOn("enabled")).ToList();

        enabled.Select(static jail => jail.Jail).Should().BeEquivalentTo(judged.Keys).And.HaveCount(3);
        foreach (var jail in enabled)
        {
            var expected = judged[jail.Jail];
            jail.Of("bantime").Should().Be(expected.BanTime, jail.Jail);
            jail.Of("bantime.multipliers").Should().Be(expected.Multipliers, jail.Jail);
            IgnoreList.Of(jail.Of("ignoreip")).Select(static one => one.Text).Should().Equal(expected.Ignored, jail.Jail);
        }
    }

    [Theory]
    [InlineData("600")]
    [InlineData("10m")]
    [InlineData("1d 12h")]
    [InlineData("1d12h30m")]
    [InlineData("1w 2d 3hours 4 minutes 5sec")]
    [InlineData("1hour+30min")]
    [InlineData("2mo")]
    [InlineData("1y")]
    [InlineData("-1")]
    [InlineData("1.5h")]
    public void A_duration_is_as_long_as_for_fail2ban(string text)
    {
        Assert.SkipUnless(File.Exists(Client), "The package fail2ban is needed.");

        var seconds = BanTime.Read(text);

        double.Parse(Run("--str2sec", text), CultureInfo.InvariantCulture).Should().BeApproximately(seconds!.Value, 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("10x")]
    [InlineData("2*3600")]
    [InlineData("__import__('os')")]
    public void What_is_no_sum_of_units_is_no_duration(string text) => BanTime.Read(text).Should().BeNull();

    [Fact]
    public void A_long_duration_takes_no_long_time()
    {
        BanTime.Read(new string('1', 100_000) + "x").Should().BeNull();
        BanTime.Read(string.Concat(Enumerable.Repeat("1  ", 20_000)) + "x").Should().BeNull();
    }

    [Theory]
    [InlineData("[a]\nx = %(y)s\ny = %(x)s\n", "[a] x refers to itself")]
    [InlineData("[a]\nx = %(absent)s\n", "[a] x refers to 'absent', which isn't set")]
    [InlineData("[a]\nx = 1\nX = 2\n", "jail.conf:3: the option 'x' is there twice")]
    [InlineData("[a]\n[a]\n", "jail.conf:2: the section 'a' is there twice")]
    [InlineData("x = 1\n", "jail.conf:1: there is no section")]
    [InlineData("[a]\nx\n", "jail.conf:2: this is no option")]
    public void Settings_that_fail2ban_refuses_are_refused_with_their_place(string text, string why)
    {
        Write("jail.conf", text);

        FluentActions
            .Invoking(() => new JailOptions(JailFiles.Read(_folder.File("")), "a").Of("x"))
            .Should()
            .Throw<ConvertException>()
            .WithMessage($"*{why}*");
    }

    [Fact]
    public void Values_that_grow_without_end_and_files_that_include_each_other_end()
    {
        Write("jail.conf", "[INCLUDES]\nbefore = b.conf\n[a]\nx = %(b)s%(b)s%(b)s%(b)s%(b)s%(b)s%(b)s%(b)s\n");
        Write("b.conf", "[INCLUDES]\nbefore = jail.conf\n[a]\nb = " + string.Concat(Enumerable.Repeat("%(x)s", 1_000)) + "\n");

        FluentActions.Invoking(() => new JailOptions(JailFiles.Read(_folder.File("")), "a").Of("x")).Should().Throw<ConvertException>();
    }

    private static Dictionary<string, (string BanTime, string? Multipliers, string[] Ignored)> Judge(string folder)
    {
        var lines = Run("-c", folder, "-d").Split('\n');
        string? Value(string jail, string option) =>
            lines
                .Select(line => Setting().Match(line))
                .Where(match => match.Success && match.Groups[1].Value == jail && match.Groups[2].Value == option)
                .Select(static match => Regex.Unescape(match.Groups[3].Value.Trim('\'')))
                .SingleOrDefault();
        return lines
            .Select(static line => Added().Match(line))
            .Where(static match => match.Success)
            .Select(static match => match.Groups[1].Value)
            .ToDictionary(
                static jail => jail,
                jail =>
                    (
                        Value(jail, "bantime")!,
                        Value(jail, "bantime.multipliers"),
                        Value(jail, "addignoreip")!.Split("', '", StringSplitOptions.RemoveEmptyEntries)
                    )
            );
    }

    private string StockSettings()
    {
        Assert.SkipUnless(File.Exists(Client) && File.Exists("/etc/fail2ban/jail.conf"), "The package fail2ban is needed.");
        foreach (var file in Directory.EnumerateFiles("/etc/fail2ban", "*", SearchOption.AllDirectories))
        {
            Write(Path.GetRelativePath("/etc/fail2ban", file), File.ReadAllText(file));
        }

        return _folder.File("");
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        File.WriteAllText(_folder.File(name), text);
    }

    private static string Run(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Client, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0, errors.Result);
        return output;
    }

    [GeneratedRegex(@"^\['set', '([^']+)', '([^']+)', (.*)\]$")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^\['add', '([^']+)', ")]
    private static partial Regex Added();
}
