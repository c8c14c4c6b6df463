using System.Text;
using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Tests.Configuration.Ossec;

public sealed class OsRegexAnswersTests
{
    public static TheoryData<ConfigDialect, string, string, string> Answers()
    {
        var data = new TheoryData<ConfigDialect, string, string, string>();
        var file = Path.Combine(AppContext.BaseDirectory, "Cases", "match", "os-regex-answers.json");
        using var rows = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (var row in rows.RootElement.EnumerateArray())
        {
            var (pattern, text) = (row.GetProperty("pattern").GetString()!, row.GetProperty("text").GetString()!);
            data.Add(ConfigDialect.Ossec, pattern, text, row.GetProperty("ossec").GetString()!);
            if (row.GetProperty("wazuh").GetString() is { } wazuh)
            {
                data.Add(ConfigDialect.Wazuh, pattern, text, wazuh);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Answers_as_the_daemon_does(ConfigDialect dialect, string pattern, string text, string answer)
    {
        Answer(dialect, pattern, text).Should().Be(answer);
    }

    private static string Answer(ConfigDialect dialect, string pattern, string text)
    {
        if (!OsRegex.TryCompile(pattern, dialect, out var regex))
        {
            return "refused";
        }

        return regex.IsMatch(Encoding.UTF8.GetBytes(text)) ? "match" : "no";
    }
}
