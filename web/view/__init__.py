"""What pages show, as plain values made from a report: no request, no template, no language."""
