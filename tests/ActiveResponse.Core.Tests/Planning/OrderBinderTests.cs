using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Planning;

public sealed class OrderBinderTests
{
    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void Only_an_alert_that_came_alone_and_a_store_that_never_blocks_leave_an_order_to_the_reader(
        bool startsOnReader,
        bool isLone,
        bool expected
    ) =>
        Binder(startsOnReader)
            .Bind(Some.Response(), new MatchedAlert(Some.Alert(), []) { IsLone = isLone })
            .Should()
            .ContainSingle()
            .Which.IsLone.Should()
            .Be(expected);

    [Fact]
    public void An_order_by_hand_never_takes_the_thread_of_its_caller() =>
        Binder(startsOnReader: true)
            .BindManual("firewall-drop", Some.Address("192.0.2.1"), TimeSpan.FromMinutes(1), OrderNote.None)
            .IsLone.Should()
            .BeFalse();

    private static OrderBinder Binder(bool startsOnReader)
    {
        var binding = new ResponderBinding([new ResponderRegistration(new RecordingResponder("firewall-drop"), [])], null);
        return new OrderBinder(new ResponsePlanner(HostIdentity.Standalone, default), binding, startsOnReader);
    }
}
