using System.Reflection;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.State;
using ActiveResponse.State.Compact;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.State;

public sealed class EffectTemplateTests
{
    private static readonly EffectRecord Effect = Of(Some.Order("fw", alertId: "1754300000.1"));

    public static TheoryData<string> OfOrders { get; } =
    [.. Settable(typeof(ResponseOrder)).Except([nameof(ResponseOrder.Subject), nameof(ResponseOrder.Origin)])];

    public static TheoryData<string> OfOrigins { get; } = [.. Settable(typeof(ResponseOrigin)).Except([nameof(ResponseOrigin.AlertId)])];

    [Fact]
    public void Is_the_same_for_another_subject_and_alert()
    {
        var other = Of(
            Effect.Order with
            {
                Subject = Some.Address("198.51.100.77"),
                Origin = Effect.Order.Origin with { AlertId = "1754300000.2" },
            }
        );

        ShouldBeTold(other, isSame: true);
        ShouldBeTold(other with { Holders = [other.Holders[0] with { Origin = other.Order.Origin with { } }] }, isSame: true);
    }

    [Theory]
    [MemberData(nameof(OfOrders))]
    public void Nothing_of_an_order_is_left_out(string property) =>
        ShouldBeTold(Of(Changed(Effect.Order with { }, property)), isSame: false);

    [Theory]
    [MemberData(nameof(OfOrigins))]
    public void Nothing_of_where_an_order_comes_from_is_left_out(string property)
    {
        var origin = Changed(Effect.Order.Origin with { }, property);

        ShouldBeTold(Of(Effect.Order with { Origin = origin }), isSame: false);
        ShouldBeTold(Effect with { Holders = [Effect.Holders[0] with { Origin = origin }] }, isSame: false);
    }

    [Fact]
    public void Place_and_holder_count()
    {
        ShouldBeTold(Effect with { Place = "elsewhere" }, isSame: false);
        ShouldBeTold(Effect with { Holders = [Effect.Holders[0] with { ResponseName = "another" }] }, isSame: false);
    }

    // Whether two are one is told without making the second; making it says the same.
    private static void ShouldBeTold(EffectRecord other, bool isSame)
    {
        var shape = EffectTemplate.Of(Effect, Effect.Holders[0]);
        shape.IsOf(other, other.Holders[0]).Should().Be(isSame);
        (EffectTemplate.Of(other, other.Holders[0]) == shape).Should().Be(isSame);
        EffectTemplate.Of(other, other.Holders[0]).IsOf(Effect, Effect.Holders[0]).Should().Be(isSame);
    }

    private static EffectRecord Of(ResponseOrder order) =>
        new()
        {
            Order = order,
            State = EffectState.Applied,
            Since = DateTimeOffset.UnixEpoch,
            Holders = [new EffectHolder("fw600", DateTimeOffset.UnixEpoch.AddHours(1), 1, order.Origin)],
        };

    private static IEnumerable<string> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.CanWrite)
            .Select(static property => property.Name);

    private static T Changed<T>(T record, string name)
    {
        var property = typeof(T).GetProperty(name)!;
        property.SetValue(
            record,
            property.GetValue(record) switch
            {
                bool value => !value,
                int value => value + 1,
                uint value => value + 1,
                TimeSpan value => value + TimeSpan.FromSeconds(1),
                ResponseLocation value => value ^ ResponseLocation.Server,
                CommandDefinition value => value with { Name = value.Name + "x" },
                ReadOnlyMemory<byte> => (ReadOnlyMemory<byte>)new byte[] { 1 },
                string value => value + "x",
                null when property.PropertyType == typeof(string) => "x",
                var value => throw new InvalidOperationException($"say here how a {value?.GetType()} is changed"),
            }
        );
        return record;
    }
}
