using ActiveResponse.Guards;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Tests.Running;

public sealed class OtherAgentGuardTests
{
    // On another thread with a deadline, as a host's guard, it would cost each alert more than all other guards together.
    [Fact]
    public void It_judges_an_order_on_the_thread_that_read_the_alert() => new OtherAgentGuard().Should().BeAssignableTo<IInlineGuard>();
}
