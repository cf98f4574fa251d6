"""The structures of the ESS, born from open data: found by name, by trade, by place, and told with their evidence."""
