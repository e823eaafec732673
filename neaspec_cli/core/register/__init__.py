"""The register of comments: decided on, grouped, remembered, reported, and taken back from workbooks."""
