using ActiveResponse.State.Compact;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.State;

public sealed class PackedTextTests
{
    [Fact]
    public void A_text_comes_back_to_the_letter_or_is_refused() =>
        Prop.ForAll(
                Gen.ArrayOf(Gen.Elements("0123456789.-:_/\0aé ".ToCharArray())).Select(static signs => new string(signs)).ToArbitrary(),
                static text => !PackedText.TryPack(text, out var packed) || packed.ToString() == text
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("1754300000.123456")]
    [InlineData("0001.0")]
    [InlineData("12345678901234567890123456789012")]
    public void Ids_of_alerts_fit(string id)
    {
        PackedText.TryPack(id, out var packed).Should().BeTrue();
        packed.ToString().Should().Be(id);
    }

    [Fact]
    public void Different_texts_are_different() =>
        Prop.ForAll(
                Gen.ArrayOf(Gen.Elements('0', '1', '.'), 3).Two().ToArbitrary(),
                static pair =>
                {
                    PackedText.TryPack(new string(pair.Item1), out var one);
                    PackedText.TryPack(new string(pair.Item2), out var other);
                    (one == other).Should().Be(new string(pair.Item1) == new string(pair.Item2));
                }
            )
            .QuickCheckThrowOnFailure();
}
