using ActiveResponse.Configuration.Ossec;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Configuration.Ossec;

public sealed class LosslessTextTests
{
    [Fact]
    public void Gives_back_every_byte_it_read() =>
        Prop.ForAll<byte[]>(static bytes => LosslessText.Encode(LosslessText.Decode(bytes)).AsSpan().SequenceEqual(bytes))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Reads_UTF_8_as_text_and_other_bytes_as_lone_surrogates()
    {
        LosslessText.Decode("aé😀"u8).Should().Be("aé😀");
        LosslessText.Decode([0x61, 0xFF, 0xC3]).Should().Be("a\uDCFF\uDCC3");
        LosslessText.DecodeCString("ab\0c"u8).Should().Be("ab");
    }

    [Fact]
    public void Writes_surrogates_that_stand_for_no_byte_as_question_marks() =>
        LosslessText.Encode("a\uD800b\uDC00").Should().Equal("a?b?"u8.ToArray());
}
