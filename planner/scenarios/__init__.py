"""What if: a team's facts otherwise, in words, and the plans made of them side by side."""
