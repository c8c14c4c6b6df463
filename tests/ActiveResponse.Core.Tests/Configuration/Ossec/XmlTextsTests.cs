using System.Text;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Tests.Configuration.Ossec;

public sealed class XmlTextsTests
{
    private readonly XmlTexts _texts = new();

    [Fact]
    public void Makes_a_text_that_recurs_once() => _texts.Of("location"u8).Should().BeSameAs(_texts.Of("location"u8));

    [Fact]
    public void Tells_texts_apart_however_many_there_are()
    {
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 5_000; i++)
            {
                _texts.Of(Encoding.UTF8.GetBytes($"rule {i}")).Should().Be($"rule {i}");
            }
        }
    }

    [Fact]
    public void Ends_a_text_at_a_NUL_also_after_the_same_text_without_one()
    {
        _texts.Of("ab"u8).Should().Be("ab");
        _texts.Of("ab\0c"u8).Should().Be("ab");
        _texts.Of("ab\0"u8).Should().Be("ab");
    }

    [Fact]
    public void Keeps_bytes_that_are_no_text()
    {
        _texts.Of([0xFF, (byte)'a']).Should().Be("\uDCFFa");
        _texts.Of([0xFF, (byte)'a']).Should().Be("\uDCFFa");
        _texts.Of("é"u8).Should().Be("é");
    }
}
