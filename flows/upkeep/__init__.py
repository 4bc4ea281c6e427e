"""定時の処理 as Prefect deployments, and the lane that runs them with or without Prefect."""
