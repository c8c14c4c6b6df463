using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Tests.Configuration.Ossec;

/// <summary>Answers of OSSEC at commit 7f06fe0d and of Wazuh 4.14's reader.</summary>
public sealed class LocationTextTests
{
    [Theory]
    [InlineData("ananalysisd", ResponseLocation.Server, ResponseLocation.Server)]
    [InlineData("loclocal", ResponseLocation.Local, ResponseLocation.Local)]
    [InlineData("LOCAL|any", ResponseLocation.Local | ResponseLocation.All, ResponseLocation.Local | ResponseLocation.All)]
    [InlineData("defined-defined-agent", ResponseLocation.DefinedAgent, ResponseLocation.DefinedAgent)]
    [InlineData("a\u017F", ResponseLocation.Server, ResponseLocation.None)]
    [InlineData("\u017Ferver", ResponseLocation.Server, ResponseLocation.None)]
    [InlineData("l\u00F6cal", ResponseLocation.None, ResponseLocation.None)]
    public void Finds_what_each_daemon_finds(string text, ResponseLocation ossec, ResponseLocation wazuh)
    {
        LocationText.Search(text, ConfigDialect.Ossec).Should().Be(ossec);
        LocationText.Search(text, ConfigDialect.Wazuh).Should().Be(wazuh);
    }

    [Fact]
    public void Finds_nothing_in_text_that_is_no_UTF8_under_OSSEC()
    {
        var text = LosslessText.Decode([0xFF, (byte)'a', (byte)'l', (byte)'l']);

        LocationText.Search(text, ConfigDialect.Ossec).Should().Be(ResponseLocation.None);
        LocationText.Search(text, ConfigDialect.Wazuh).Should().Be(ResponseLocation.All);
    }

    [Theory]
    [InlineData("local")]
    [InlineData("server")]
    [InlineData("defined-agent")]
    [InlineData("all")]
    public void Takes_the_usual_words_for_what_the_search_finds_in_them(string word)
    {
        LocationText
            .Search(word, ConfigDialect.Ossec)
            .Should()
            .Be(LocationSearch.Find(word, ConfigDialect.Ossec))
            .And.NotBe(ResponseLocation.None);
        LocationText.Search(word, ConfigDialect.Wazuh).Should().Be(LocationSearch.Find(word, ConfigDialect.Wazuh));
    }
}
