"""The planner: a pure core that knows no Django. A problem goes in, a plan comes out; a person publishes it."""
